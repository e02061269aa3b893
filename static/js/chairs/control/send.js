/**
 * Sending acts to the server. Sending an act does not change the page: the page shows only the state of the stream. The
 * subject of an act stays busy until the stream shows the effect, so that the next act is based on the new state.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { AcceptedCommand, RefusedCommand } from "../../shared/stream/http.js" */
/** @import { ChairsState, Subject } from "../model/ui.js" */

import { page } from "../../shared/page-data.js";
import { command, newKey } from "../../shared/stream/http.js";
import { change, showMessage, ui } from "../model/ui.js";
import { awaitedBy, hasArrived } from "../model/waiting.js";
import { refreshOlder } from "./history.js";
import { refusal } from "./refusal.js";
import { readUndo } from "./undo-offer.js";

/**
 * A refused act. The code `busy` means that the act was not sent, because its subject is busy.
 * @typedef {Partial<Omit<RefusedCommand, "question">>
 *   & {ok: false, code: string, question?: ChairsQuestion}} RefusedAct
 */
/** @typedef {AcceptedCommand | RefusedAct} ActAnswer */

/**
 * @typedef {object} Context
 * @property {ChairsQuestion} [before] the question as this chair saw it
 * @property {ChairsQuestion} [other] the second question of the act, as this chair saw it
 * @property {boolean} [untilChange] false: wait only for the answer, not for the change in the stream
 */

/**
 * Subjects of acts whose effect this page does not show yet. If the row of such a subject leaves its list, the page
 * does not explain the reason, because this chair caused the change.
 * @type {Set<Subject>}
 */
const underWay = new Set();

/** A promise that is settled when every act sent so far has its answer. */
let answered = Promise.resolve();

/**
 * Return whether this chair changed the subject: its act is under way, or this chair was the last to act on the
 * question.
 * @param {Subject} subject
 * @param {ChairsState} state
 */
export function isMine(subject, state) {
  return underWay.has(subject) || (typeof subject === "number" && state.questions[subject]?.by === page.seat);
}

/**
 * End the wait of every subject whose effect is in this state.
 * @param {ChairsState} state
 */
export function settle(state) {
  for (const [subject, awaited] of ui.busy) {
    if (awaited && hasArrived(awaited, state)) release(subject);
  }
}

/** @param {Subject} subject */
function release(subject) {
  ui.busy.delete(subject);
  underWay.delete(subject);
}

/** Return a promise that is settled when every act sent before this call has its answer. */
export const allAnswered = () => answered;

/**
 * Stop waiting for the effect of acts whose answer has arrived.
 * @param {Subject[]} subjects
 */
export function releaseAnswered(subjects) {
  for (const subject of subjects) if (ui.busy.get(subject)) ui.busy.delete(subject);
}

/**
 * Send an act and keep its subjects busy until the stream shows its effect. Send nothing while a subject is busy. A
 * refusal is shown at the question that the answer names, otherwise at the first subject.
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
    underWay.add(subject);
  }
  change();
  const answer = /** @type {ActAnswer} */ (await command(act, body, { key: newKey() }));
  if (answer.ok) accept(answer, subjects, context.untilChange ?? true);
  else refuse(answer, subjects, context);
  return answer;
}

/**
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
  // Without a socket the next poll is up to 4 s away, and the subjects would stay busy until then.
  if (ui.link !== "live") ui.catchUp();
  change();
  readUndo();
  if (ui.older?.questions.some((view) => subjects.includes(view.number))) refreshOlder();
}

/**
 * @param {RefusedAct} answer
 * @param {Subject[]} subjects
 * @param {Context} context
 */
function refuse(answer, subjects, context) {
  subjects.forEach(release);
  const sentence = refusal(answer, context.before, context.other);
  const number = answer.question?.number;
  const subject = number !== undefined && subjects.includes(number) ? number : subjects[0];
  keepRemain(subject, sentence);
  showMessage(subject, sentence);
  if (answer.code === "network") ui.unsent.add(subject);
}

/**
 * If the row left its list before the act was refused, keep the row's place and show the refusal in this place.
 * @param {Subject} subject
 * @param {string} sentence
 */
function keepRemain(subject, sentence) {
  const row = typeof subject === "number" ? ui.left.get(subject) : undefined;
  if (row) ui.remains[row.list].push({ number: row.view.number, index: row.index, view: row.view, sentence });
}

/** Remove every message about a lost connection. Call when the connection is back. */
export function forgetUnsent() {
  for (const subject of ui.unsent) ui.messages.delete(subject);
  ui.unsent.clear();
}
