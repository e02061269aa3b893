/*
 * The attendee's turn: one of the attendee's questions is live or next. The page signals the turn by its title, a
 * vibration and a notification.
 */

import { _ } from "../shared/i18n.js";
import { sentence } from "./my-question-words.js";

/** @import {AskerView, StreamState} from "../shared/contracts.d.ts" */
/** The status of a question that has its turn. @typedef {"live" | "next"} TurnFate */

/** @type {TurnFate[]} */
const TURNS = ["live", "next"];
const PATTERN = [200, 100, 200]; // ms
const prefix = (/** @type {string} */ fate) => (fate === "live" ? _("Now") : _("Get ready"));

/**
 * Return the attendee's live question. If there is none, return the attendee's next question.
 * @param {AskerView[]} questions
 */
export const turnOf = (questions) =>
  TURNS.map((turn) => questions.find(({ fate }) => fate === turn)).find((question) => question);

/**
 * Return three functions. `unread` returns the question for the bar. `markRead` records that the person has marked the
 * question's turn as read. `follow` updates the title, vibrates and notifies.
 * @param {object} options
 * @param {() => string} options.title returns the title of the page
 * @param {() => Record<string, string>} options.load returns the stored marks: {question number: fate for which the
 *   person has marked the turn as read}
 * @param {(read: Record<string, string>) => void} options.save stores the marks
 * @param {(question: AskerView, words: string) => void} options.notify
 */
export function turnSignals({ title, load, save, notify }) {
  /** @type {Record<string, string>} The fate for which the person has marked the turn as read, by question number. */
  let read = load();
  /** @type {string | null} */
  let last = null;

  return {
    /**
     * Return the question that the bar announces: the live question or, if there is none, the next question. Leave out
     * a question if the person has marked its current turn (live or next) as read.
     * @param {AskerView[]} questions
     */
    unread: (questions) =>
      TURNS.flatMap((turn) => questions.filter(({ fate }) => fate === turn)).find(
        ({ number, fate }) => read[number] !== fate,
      ),
    /** @param {AskerView} question */
    markRead({ number, fate }) {
      read = { ...read, [number]: fate };
      save(read);
    },
    /**
     * Update the title. If a question has become next or live since the last call, also vibrate and notify. The first
     * call only updates the title.
     * @param {AskerView[]} questions
     * @param {StreamState} state
     */
    follow(questions, state) {
      const question = turnOf(questions);
      document.title = question ? `${prefix(question.fate)} · ${title()}` : title();
      const turn = question ? `${question.number} ${question.fate}` : "";
      const isNew = last !== null && turn !== "" && turn !== last;
      last = turn;
      if (!question || !isNew) return;
      // Vibrate only after the first tap, click or key press on the page; earlier, browsers refuse and report an error.
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(PATTERN);
      notify(question, sentence(question, state));
    },
  };
}
