/** The acts of a chair, as commands (docs/wire.md). Each function returns a promise of the answer. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { advancePlan } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { allAnswered, releaseAnswered, send } from "./send.js";
import { offerRead, withdrawOffer } from "./undo-offer.js";

/**
 * Send an act on one question. The command contains the version that this chair saw.
 * @param {string} name
 * @param {ChairsQuestion} view
 * @param {object} [fields] additional fields of the body
 */
export function act(name, view, fields = {}) {
  return send(name, { number: view.number, version: view.version, ...fields }, [view.number], { before: view });
}

/**
 * Move a question of the queue to the place after the question `after`; 0 moves the question to the top.
 * @param {number} number
 * @param {number} after
 */
export function move(number, after) {
  return send("move", { number, after }, [number], { before: ui.state.questions[number] });
}

/**
 * Ask for a new machine translation. The command takes no version, because it does not change the question.
 * @param {ChairsQuestion} view
 * @param {string} language
 */
export function retranslate(view, language) {
  return send("retranslate", { number: view.number, language }, [view.number], { before: view });
}

/**
 * Decline one question or several; the server declines all of them or none.
 * @param {ChairsQuestion[]} views
 * @param {string} reason
 * @param {number} [reasonNumber] the number of another question, if the reason names another question
 */
export function decline(views, reason, reasonNumber) {
  const fields = reasonNumber ? { reason, reason_number: reasonNumber } : { reason };
  if (views.length === 1) return act("decline", views[0], fields);
  const questions = views.map(({ number, version }) => ({ number, version }));
  return send(
    "decline",
    { questions, ...fields },
    views.map((view) => view.number),
  );
}

/**
 * Merge a question into `lead`.
 * @param {ChairsQuestion} view
 * @param {ChairsQuestion} lead
 */
export function merge(view, lead) {
  const body = { number: view.number, version: view.version, into: lead.number };
  return send("merge", body, [view.number], { before: view, other: lead });
}

/**
 * Mute the asker of a question. The server declines the asker's pending questions for `reason`.
 * @param {ChairsQuestion} view
 * @param {string} reason
 */
export function mute(view, reason) {
  return send("mute", { number: view.number, reason }, [view.number], { before: view });
}

/**
 * Unmute the asker of a question.
 * @param {ChairsQuestion} view
 */
export function unmute(view) {
  return send("unmute", { number: view.number }, [view.number], { before: view });
}

/**
 * Add a question that was asked aloud or on paper. Wait only for the answer, not for the change in the stream.
 * Otherwise the next addition would be dropped if it is sent before the change arrives.
 * @param {object} body see bodyOf in chairs/model/aloud.js
 */
export function add(body) {
  return send("add", body, ["add"], { untilChange: false });
}

/**
 * Clear the projected screen (true), or show the live question on the screen again (false).
 * @param {boolean} isCleared
 */
export function clearScreen(isCleared) {
  return send(isCleared ? "clear_screen" : "restore_screen", {}, ["screen"]);
}

/**
 * Send a chair note. Wait only for the answer, not for the change in the stream. Otherwise the next note would be
 * dropped if it is sent before the change arrives.
 * @param {string} text
 */
export function sendNote(text) {
  return send("note", { text }, ["notes"], { untilChange: false });
}

/**
 * Tell the author of a note that this chair has read it.
 * @param {number} note
 */
export function acknowledge(note) {
  return send("acknowledge", { note }, [`acknowledge ${note}`]);
}

/** Advance the programme by one question. The command contains the numbers of Now and Next that this chair saw. */
export function advance() {
  return send("advance", advancePlan(ui.state).seen, ["advance"]);
}

/**
 * Take back the act that the footer offers. If the offer is being read, wait for the new offer first. The promise
 * resolves to null if there is no offer.
 */
export async function undo() {
  await allAnswered();
  await offerRead();
  if (!ui.undo) return null;
  const { numbers } = ui.undo;
  // The server has the act already, so the undo need not wait for the change on this page.
  releaseAnswered(["undo", ...numbers]);
  const answer = await send("undo", {}, ["undo", ...numbers]);
  // A question that comes back to Incoming does not wait for the button "Show … new".
  if (answer.ok) for (const number of numbers) ui.admitted.add(number);
  else if (answer.code === "undo.superseded") withdrawOffer(answer);
  return answer;
}
