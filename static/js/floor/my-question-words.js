/* The progress of an attendee's own question in plain words. Pure: (asker's view, stream's state) → words. */

import { _, formatTime } from "../shared/i18n.js";

/** @import {AskerView, StatusName, StreamState} from "../shared/contracts.d.ts" */

/** @type {StatusName[]} */
export const STEPS = ["pending", "approved", "next", "live", "answered"];

/** Return the names of the five steps in order. */
export const stepNames = () => [_("Received"), _("Approved"), _("Be ready"), _("Now"), _("Answered")];

/**
 * Return the question's 1-based place in the page's list, or null if it is not in the list. Add 1 if there is a Next
 * question, because the server's places start after Next. Prefer the public list to `question.place`, because the list
 * is more recent. A merged question has its lead's place.
 * @param {AskerView} question
 * @param {StreamState} state
 */
export function placeOf(question, state) {
  if (question.fate !== "approved") return null;
  const before = Object.values(state.questions).some(({ status }) => status === "next") ? 1 : 0;
  const index = state.queue.indexOf(question.lead ?? question.number);
  const place = index >= 0 ? index + 1 : question.place;
  return place ? place + before : null;
}

/**
 * Return the question's progress as one sentence. A merged question has its lead's progress.
 * @param {AskerView} question
 * @param {StreamState} state
 */
export function sentence(question, state) {
  const place = placeOf(question, state);
  switch (question.fate) {
    case "pending":
      return _("Received, waiting");
    case "approved":
      return place ? _("Approved: number %(place)s in the list", { place }) : _("Approved");
    case "next":
      return _("Be ready: yours is next");
    case "live":
      return _("Now");
    case "answered":
      return _("Answered at %(time)s", { time: formatTime(question.changed_at) });
    case "declined":
      return question.reason_text
        ? _("Will not be asked. %(reason)s", { reason: question.reason_text })
        : _("Will not be asked");
    case "withdrawn":
      return _("Withdrawn");
    default:
      return question.fate;
  }
}

/**
 * Return the words "Asked together with No. …" for a merged question, otherwise "".
 * @param {AskerView} question
 */
export const together = ({ lead }) => (lead ? _("Asked together with No. %(number)s", { number: lead }) : "");

/**
 * Return the sentences to show above and below the chairs' wording, or null if there is no wording.
 * @param {AskerView} question
 */
export function wordingRemarks({ wording, hides }) {
  if (!wording) return null;
  return {
    before: _("The chairs put it this way:"),
    after: hides ? _("Your own words are shown to nobody but you and the chairs.") : "",
  };
}

/**
 * Return the sentence that announces a change of the question; "" if its asker would notice no change.
 * @param {AskerView | undefined} before undefined for a new question
 * @param {AskerView} question
 * @param {StreamState} state
 */
export function changeSentence(before, question, state) {
  const isSame =
    before && before.fate === question.fate && before.lead === question.lead && before.wording === question.wording;
  if (isSame) return "";
  const isReworded = before && before.wording !== question.wording;
  const wording = question.wording && isReworded ? `${wordingRemarks(question)?.before} ${question.wording}` : "";
  return [sentence(question, state), together(question), wording].filter(Boolean).join(". ");
}

/**
 * Return the second sentence, which the page shows in smaller type, or "".
 * @param {AskerView} question
 */
export function remark(question) {
  if (question.fate === "pending") return _("Only the chairs can see it.");
  if (question.fate === "declined" && question.can_reword) return _("You can reword it and send it again.");
  return "";
}

/** @type {Partial<Record<StatusName, number>>} */
const RANKS = { live: 0, next: 1, withdrawn: 3 };
const OTHER = 2;

/**
 * Return the questions in this order: live, next, all others from newest to oldest, withdrawn.
 * @param {AskerView[]} questions
 */
export function inOrder(questions) {
  const rank = (/** @type {AskerView} */ { fate }) => RANKS[fate] ?? OTHER;
  return [...questions].sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}
