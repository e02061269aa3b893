/**
 * The sending of acts to the server. The page shows the effect of an act when the change arrives in the stream. Until
 * then, the subjects of the act (for example its questions) are busy: the page sends no other act on them, because it
 * would be based on an outdated state. After a refusal, the subjects are busy only until the answer. To release a
 * subject means to end its busy state.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { AcceptedCommand, RefusedCommand } from "../../shared/stream/http.js" */
/** @import { ChairsState, Subject } from "../model/ui.js" */

import { page } from "../../shared/page-data.js";
import { command } from "../../shared/stream/http.js";
import { change, showMessage, ui } from "../model/ui.js";
import { awaitedBy, hasArrived } from "../model/waiting.js";
import { showHandled } from "./handled.js";
import { refreshOlder } from "./history.js";
import { refusal } from "./refusal.js";
import { readUndo } from "./undo-offer.js";

/**
 * A refused act. The code `busy` means that the act was not sent, because its subject is busy.
 * @typedef {Partial<Omit<RefusedCommand, "question">>
 *   & {ok: false, code: string, question?: ChairsQuestion}} RefusedAct
 */
/**
 * The answer to an act.
 * @typedef {AcceptedCommand | RefusedAct} ActAnswer
 */

/**
 * @typedef {object} Context The options of `send`.
 * @property {ChairsQuestion} [before] the question as this chair saw it; used in the sentence about a refusal
 * @property {ChairsQuestion} [other] the second question of the act, such as the lead of a merge, as this chair saw it;
 *   used in the sentence about a refusal
 * @property {boolean} [untilChange] false: release the subjects (end their busy state) when the answer arrives;
 *   default: release them when the change arrives in the stream
 */

/**
 * {subject: the act under way on this subject}. An act of this chair is under way until this page shows its effect. If
 * the row of a subject in this map leaves its list, the page does not explain the removal, because the chair's own act
 * caused it.
 * @type {Map<Subject, string>}
 */
const underWay = new Map();

/** A promise that is settled when every act sent so far has its answer. */
let answered = Promise.resolve();

/**
 * Return this chair's act on the subject if the act is under way: this page does not show its effect yet. Otherwise,
 * return undefined.
 * @param {Subject} subject
 */
export const actUnderWay = (subject) => underWay.get(subject);

/**
 * Return whether this act of this chair is under way on any subject.
 * @param {string} act
 */
export const isUnderWay = (act) => [...underWay.values()].includes(act);

/**
 * Return whether this chair made the latest change of the subject, or has an act on the subject under way. While an act
 * on all questions of a kind is under way, return true for every subject.
 * @param {Subject} subject
 * @param {ChairsState} state
 */
export function isMine(subject, state) {
  return (
    underWay.has(subject) ||
    underWay.has("kind") ||
    (typeof subject === "number" && state.questions[subject]?.by === page.seat)
  );
}

/**
 * End the busy state of every subject whose act has taken effect in this state.
 * @param {ChairsState} state
 */
export function settle(state) {
  for (const [subject, awaited] of ui.busy) {
    if (awaited && hasArrived(awaited, state)) release(subject);
  }
}

/**
 * End the busy state of a subject.
 * @param {Subject} subject
 */
function release(subject) {
  ui.busy.delete(subject);
  underWay.delete(subject);
}

/** Return a promise that is settled when every act sent before this call has its answer. */
export const allAnswered = () => answered;

/**
 * Release each of these subjects if the server has accepted its act. Do not wait until the page shows the effect.
 * @param {Subject[]} subjects
 */
export function releaseAnswered(subjects) {
  for (const subject of subjects) if (ui.busy.get(subject)) release(subject);
}

/**
 * Send an act, and keep its subjects busy until the stream shows the effect. If one of the subjects is already busy, do
 * not send the act. If the server refuses the act, show the refusal at one subject. This is the question in the
 * server's answer if it is a subject of the act, otherwise the first subject.
 * @param {string} act
 * @param {object} body
 * @param {Subject[]} subjects
 * @param {Context} [context]
 * @returns {Promise<ActAnswer>}
 */
export function send(act, body, subjects, context = {}) {
  const sent = sendNow(act, body, subjects, context);
  answered = Promise.allSettled([answered, sent]).then(() => {});
  return sent;
}

/**
 * Send an act for `send`. Only `send` calls this function, because `send` also adds the act to `answered`.
 * @param {string} act
 * @param {object} body
 * @param {Subject[]} subjects
 * @param {Context} context
 * @returns {Promise<ActAnswer>}
 */
async function sendNow(act, body, subjects, context) {
  if (subjects.some((subject) => ui.busy.has(subject))) return { ok: false, code: "busy" };
  for (const subject of subjects) {
    ui.busy.set(subject, null);
    ui.messages.delete(subject);
    if (typeof subject === "number") ui.left.delete(subject);
    underWay.set(subject, act);
  }
  change();
  const answer = /** @type {ActAnswer} */ (await command(act, body));
  if (answer.ok) accept(answer, subjects, context.untilChange ?? true);
  else refuse(answer, subjects, context);
  return answer;
}

/**
 * Handle the answer to an accepted act: keep its subjects busy until the change arrives, and read the undo offer.
 * @param {AcceptedCommand} answer
 * @param {Subject[]} subjects
 * @param {boolean} untilChange
 */
function accept(answer, subjects, untilChange) {
  for (const subject of subjects) {
    if (untilChange) ui.busy.set(subject, awaitedBy(answer, ui.state.epoch));
    else release(subject);
  }
  ui.messages.delete("undo");
  settle(ui.state);
  // Without a socket, the page reads the stream only every few seconds. Read it now, because the subjects stay busy
  // until the stream shows the change.
  if (ui.link !== "live") ui.catchUp();
  change();
  readUndo();
  if (ui.older?.questions.some((view) => subjects.includes(view.number))) refreshOlder();
}

/**
 * End the busy state of the subjects, and show the refusal as a sentence.
 * @param {RefusedAct} answer
 * @param {Subject[]} subjects
 * @param {Context} context
 */
function refuse(answer, subjects, context) {
  subjects.forEach(release);
  const sentence = refusal(answer, context.before, context.other);
  const number = answer.question?.number;
  const subject = number !== undefined && subjects.includes(number) ? number : subjects[0];
  showRefusalAbove(subject, sentence);
  showMessage(subject, sentence);
  if (answer.code === "network") ui.unsent.add(subject);
}

/**
 * If the row of the subject left its list before the refusal arrived, show the refusal above this list.
 * @param {Subject} subject
 * @param {string} sentence
 */
function showRefusalAbove(subject, sentence) {
  const row = typeof subject === "number" ? ui.left.get(subject) : undefined;
  if (row) showHandled(row.list, { number: row.view.number, status: null, sentence });
}

/** Remove every message about a lost connection. Call when the connection is back. */
export function forgetUnsent() {
  for (const subject of ui.unsent) ui.messages.delete(subject);
  ui.unsent.clear();
}
