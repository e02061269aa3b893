/* The signals of the attendee's turn: the bar, the title of the page, a vibration, a notification. */

import { render } from "../shared/render.js";
import { nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { readStored, writeStored } from "../shared/storage.js";
import { notifications } from "./notifications.js";
import { turnBar } from "./turn-bar.js";
import { turnSignals } from "./turn.js";

/** @import {AskerView, StatusName, StreamState} from "../shared/contracts.d.ts" */

const READ = `turn-${page.session.code}`;
const NOTIFY = `notify-${page.session.code}`;
/** @type {Set<StatusName>} */
const AHEAD = new Set(["pending", "approved", "next"]);

/**
 * Return the function `draw`. This function shows the bar and the switch for notifications. It also changes the page's
 * title, vibrates and sends notifications.
 * @param {HTMLElement} bar
 * @param {HTMLElement} choice the place of the switch for notifications
 * @param {() => void} onChange
 */
export function myTurn(bar, choice, onChange) {
  const notifier = notifications({
    isWanted: readStored(NOTIFY, false),
    save: (isWanted) => writeStored(NOTIFY, isWanted || null),
    tag: READ,
    onChange,
  });
  const [windowTitle, sessionTitle] = [document.title, page.session.title ?? ""];
  const signals = turnSignals({
    title: () => windowTitle.replace(sessionTitle, page.session.title ?? ""),
    load: () => readStored(READ, /** @type {Record<string, string>} */ ({}), "sessionStorage"),
    save: (read) => writeStored(READ, read, "sessionStorage"),
    notify: ({ text }, words) => notifier.notify(words, text),
  });
  /**
   * Record that the person has read the signal for this question, and redraw.
   * @param {AskerView} question
   */
  function markRead(question) {
    signals.markRead(question);
    onChange();
  }
  /**
   * Mark the signal as read, and go to the question in the list.
   * @param {AskerView} question
   */
  function see(question) {
    markRead(question);
    const heading = document.querySelector(`#own-${question.number} h3`);
    if (!(heading instanceof HTMLElement)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "center" });
  }

  return {
    /**
     * @param {AskerView[]} questions
     * @param {StreamState} state
     */
    draw(questions, state) {
      signals.follow(questions, state);
      render(turnBar(signals.unread(questions), { see, markRead }), bar);
      const isAhead = questions.some(({ fate }) => AHEAD.has(fate));
      render(isAhead ? notifier.view(notifier.toggle) : nothing, choice);
    },
  };
}
