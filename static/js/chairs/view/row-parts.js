/** Small parts of the rows: key caps, buttons, messages. */

/** @import { Subject } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { letterOf, nameOf } from "../model/sentences.js";
import { ui } from "../model/ui.js";

/** @typedef {number | typeof nothing} Tab the tabindex of a button; `nothing`: the button has no such attribute */

/**
 * Return a key cap (the drawing of a key). The styles hide it on touch devices.
 * @param {string | number} key
 */
export function cap(key) {
  return html`<kbd class="key" aria-hidden="true">${key}</kbd>`;
}

/**
 * Return the message that belongs to `subject`, with a button that removes the message. Return nothing if there is no
 * message.
 * @param {Subject} subject
 */
export function messageLine(subject, sentence = ui.messages.get(subject)) {
  if (!sentence) return nothing;
  return html`<p class="message">
    <span>${sentence}</span>
    <button type="button" class="button quiet" data-act="dismiss" data-value=${subject} ?data-numeric=${typeof subject === "number"}>${_("Close")}</button>
  </p>`;
}

/**
 * Return the mark that shows which other chair is reading this question now; nothing if no other chair is reading it.
 * The mark consists of the letter of that chair's seat and the words "reading this". For screen readers, the mark
 * contains the name of the seat instead.
 * @param {number} number
 */
export function readerMark(number) {
  const seat = ui.readers.get(number);
  if (!seat) return nothing;
  return html`<span class="reader">
    <span class="seat" aria-hidden="true">${letterOf(seat)}</span>
    <b class="reader-words" aria-hidden="true">${_("reading this")}</b>
    <span class="visually-hidden">${_("%(name)s is reading this", { name: nameOf(seat) })}</span>
  </span>`;
}

/**
 * Return the last part of the line under a question, with this content. The part contains buttons only in the current
 * row. The style sheet hides each word and button of the part that does not fit into the line. Otherwise a row would
 * grow to two lines when it becomes the current row.
 * @param {unknown} content
 */
export const lineEnd = (content) => html`<span class="line-end">${content}</span>`;

/**
 * Return a button of a row. `popup`: the type of popup that the button opens; `cap`: whether the button shows its key;
 * `isOff`: whether the button does nothing now.
 * @param {string} act
 * @param {string} words
 * @param {{key?: string, kind?: string, tab?: Tab, popup?: string, cap?: boolean, isOff?: boolean}} [options]
 */
export function actButton(act, words, { key, kind = "", tab, popup, cap: hasCap = true, isOff = false } = {}) {
  const shownKey = ui.keysOn ? key : undefined;
  return html`<button
    type="button"
    class="button ${kind}"
    data-act=${act}
    tabindex=${tab ?? nothing}
    aria-keyshortcuts=${shownKey ?? nothing}
    aria-haspopup=${popup ?? nothing}
    aria-disabled=${isOff ? "true" : nothing}
  >${words}${shownKey && hasCap ? cap(shownKey) : nothing}</button>`;
}

/**
 * Return the button with three dots that opens the menu of a question.
 * @param {number} number
 */
export function moreButton(number) {
  return html`<button
    type="button"
    class="more"
    data-act="menu"
    aria-haspopup="dialog"
    aria-label=${_("More for No. %(number)s", { number })}
  ><svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="currentColor"><circle cx="3.5" cy="9" r="1.5"></circle><circle cx="9" cy="9" r="1.5"></circle><circle cx="14.5" cy="9" r="1.5"></circle></svg></button>`;
}
