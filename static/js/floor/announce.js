/*
 * Announcements for screen readers. They say that one of the attendee's own questions has changed, that the page shows
 * similar questions, whether a text was copied, and that the connection is back. Changes of the public list are not
 * announced.
 */

import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { changeSentence } from "./my-question-words.js";

/** @import {AskerView, StreamState} from "../shared/contracts.d.ts" */
/** @import {Link} from "../shared/stream/wire.js" */

/**
 * Return the functions that write announcements into a live region.
 * @param {HTMLElement} element a polite live region
 */
export function announcer(element) {
  return {
    /** @param {string} sentence */
    say(sentence) {
      element.textContent = sentence;
    },
    /**
     * Announce the changes of the attendee's own questions.
     * @param {AskerView[]} before
     * @param {AskerView[]} after
     * @param {StreamState} state
     */
    myQuestions(before, after, state) {
      const previous = new Map(before.map((view) => [view.number, view]));
      const sentences = after
        .map((view) => ({ number: view.number, sentence: changeSentence(previous.get(view.number), view, state) }))
        .filter(({ sentence }) => sentence)
        .map((values) => _("Question %(number)s: %(sentence)s", values));
      if (sentences.length) element.textContent = sentences.join(". ");
    },
    /**
     * Announce whether a text was copied.
     * @param {boolean} isCopied
     */
    copied(isCopied) {
      element.textContent = isCopied ? _("Copied") : _("Select the words and copy them.");
    },
    /**
     * Announce the number of similar questions.
     * @param {number} count
     */
    similar(count) {
      if (count)
        element.textContent = ngettext(
          "A question like yours is above the Send button.",
          "%(n)s questions like yours are above the Send button.",
          count,
          { n: formatNumber(count) },
        );
    },
    /**
     * Announce that the connection is back.
     * @param {Link} before
     * @param {Link} after
     */
    link(before, after) {
      // Do not announce the loss of the connection, because the notice bar is a live region and announces the loss.
      if (before === "offline" && (after === "live" || after === "polling"))
        element.textContent = _("Connected again.");
    },
  };
}
