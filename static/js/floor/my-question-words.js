/* The texts about the progress of an attendee's own question. The functions are pure. */

import { _, formatTime, formatTimeAndZone } from "../shared/i18n.js";

/** @import {AskerView, StatusName, StreamState} from "../shared/contracts.d.ts" */

/** @type {StatusName[]} */
export const STEPS = ["pending", "approved", "next", "live", "answered"];

/** Return the names of the five steps of a question's progress, in order. */
export const stepNames = () => [_("Received"), _("Approved"), _("Get ready"), _("Now"), _("Answered")];

/**
 * Return the question's place in the page's list, starting with 1; null if the question is not in the list.
 *
 * The page's list begins with the question whose status is `next`. The places from the server do not count this
 * question. Therefore add 1 if such a question exists. Prefer the stream's `queue` to `question.place`, because `queue`
 * is newer. A merged question has the place of its lead (the question into which it was merged).
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
 * Return the question's progress as one sentence. A merged question has the progress of its lead (the question into
 * which it was merged).
 * @param {AskerView} question
 * @param {StreamState} state
 */
export function sentence(question, state) {
  const place = placeOf(question, state);
  switch (question.fate) {
    case "pending":
      return question.held ? _("Received, waiting for release by the chairs") : _("Received, waiting");
    case "approved":
      return place ? _("Approved: number %(place)s in the list", { place }) : _("Approved");
    case "next":
      return _("Get ready: yours is next");
    case "live":
      return _("Now");
    case "answered":
      return _("Answered at %(time)s", { time: formatTimeAndZone(question.changed_at) });
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
 * Return the sentence that announces a change of the question to the asker. Return "" if `fate`, `lead` and `wording`
 * are unchanged.
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
 * Return the second sentence about the question's progress, or "". The page shows this sentence in smaller type.
 * @param {AskerView} question
 */
export function remark(question) {
  if (question.fate === "pending")
    return question.can_edit
      ? _("Only the chairs can see it. You can edit it until they have acted on it.")
      : _("Only the chairs can see it.");
  if (question.fate === "declined" && question.can_reword) return _("You can reword it and send it again.");
  return "";
}

/**
 * Return the sentence for an asker whose question has changed while the asker was editing it. The sentence says how and
 * when the question has changed.
 * @param {AskerView} question
 */
export function overtaken({ fate, changed_at: at }) {
  const time = formatTime(at);
  switch (fate) {
    case "approved":
      return _("The chairs approved it at %(time)s while you were editing.", { time });
    case "next":
      return _("The chairs set it next at %(time)s while you were editing.", { time });
    case "live":
      return _("The chairs brought it to the screen at %(time)s while you were editing.", { time });
    case "answered":
      return _("It was answered at %(time)s while you were editing.", { time });
    case "declined":
      return _("The chairs declined it at %(time)s while you were editing.", { time });
    case "withdrawn":
      return _("It was withdrawn at %(time)s while you were editing.", { time });
    default:
      return _("It was changed at %(time)s while you were editing.", { time });
  }
}

/** @type {Partial<Record<StatusName, number>>} */
const RANKS = { live: 0, next: 1, withdrawn: 3 };
const OTHER = 2;

/**
 * Return the questions in this order: live, next, all others from newest to oldest, withdrawn.
 * @param {AskerView[]} questions from newest to oldest
 */
export function inOrder(questions) {
  const rank = (/** @type {AskerView} */ { fate }) => RANKS[fate] ?? OTHER;
  return [...questions].sort((a, b) => rank(a) - rank(b));
}
