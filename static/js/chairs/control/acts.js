/** The acts of a chair, as commands (docs/wire.md). Each function returns a promise of the server's answer. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { advancePlan, uniqueView } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { isSecondUndo, recordUndone } from "./screen-guard.js";
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
 * Move a question of the queue to the place directly after the question with the number `after`. If `after` is 0, move
 * the question to the top.
 * @param {number} number
 * @param {number} after
 */
export function move(number, after) {
  return send("move", { number, after }, [number], { before: ui.state.questions[number] });
}

/**
 * Ask for a new machine translation. The act does not change the question, so the command contains no version.
 * @param {ChairsQuestion} view
 * @param {string} language
 */
export function retranslate(view, language) {
  return send("retranslate", { number: view.number, language }, [view.number], { before: view });
}

/**
 * Bring a question to the screen. The act also marks the question in *Now* as answered. Therefore, the command contains
 * the number of the question that this chair saw in *Now*.
 * @param {ChairsQuestion} view
 */
export const take = (view) => act("take", view, { live: uniqueView(ui.state, "live")?.number ?? null });

/**
 * Store a translation by a person. Instead of a version, the command contains the question's text and translation as
 * the chair saw them. If one of these texts has changed, the server refuses the command. After any other change, such
 * as a move, it accepts the command.
 * @param {ChairsQuestion} view
 * @param {object} fields
 */
export function translate(view, fields) {
  return send("translate", { number: view.number, ...fields }, [view.number], { before: view });
}

/**
 * Decline one or several questions. If the server cannot decline all of them, it refuses the command and declines none.
 * @param {ChairsQuestion[]} views
 * @param {string} reason
 * @param {number} [reasonNumber] the number of another question, for a reason that names a question
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
 * Mute the asker of a question. The server also declines the asker's pending questions and stores `reason` as the
 * reason.
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
 * Add a question that was asked aloud or on paper. The chair can add the next question as soon as the server has
 * answered, without waiting for the change in the stream. A question that the chair adds before the answer is ignored.
 * @param {object} body see bodyOf in chairs/model/aloud.js
 */
export function add(body) {
  return send("add", body, ["add"], { untilChange: false });
}

/**
 * If `isCleared` is true, clear the projected screen. If it is false, show the live question on the screen again.
 * @param {boolean} isCleared
 */
export function clearScreen(isCleared) {
  return send(isCleared ? "clear_screen" : "restore_screen", {}, ["screen"]);
}

/**
 * Send a chair note. The chair can send the next note as soon as the server has answered, without waiting for the
 * change in the stream. A note that the chair sends before the answer is ignored.
 * @param {string} text
 * @param {boolean} isForOrganiser
 * @param {boolean} isForBooths
 * @param {number | null} replyTo the number of the note that this note answers
 */
export function sendNote(text, isForOrganiser, isForBooths, replyTo) {
  const body = {
    text,
    to_organiser: isForOrganiser,
    to_booths: isForBooths,
    ...(replyTo === null ? {} : { reply_to: replyTo }),
  };
  return send("note", body, ["notes"], { untilChange: false });
}

/**
 * Acknowledge a note. The note's author then sees that this chair has read the note.
 * @param {number} note
 */
export function acknowledge(note) {
  return send("acknowledge", { note }, [`acknowledge ${note}`]);
}

/**
 * Advance the programme by one question. The command contains the numbers of the live and the next question that this
 * chair saw.
 */
export function advance() {
  return send("advance", advancePlan(ui.state).seen, ["advance"]);
}

/**
 * The promise of the latest undo. A further undo begins when this promise is settled. Without the wait, the page would
 * ignore a second press during the first undo, because the subject "undo" is then busy.
 * @type {Promise<unknown>}
 */
let latestUndo = Promise.resolve();

/**
 * Undo the act that the footer names. First wait for the answers to all acts that this page has sent. Then wait until
 * the page has read the newest undo offer (the act that can be undone). Without an offer, or only a moment after the
 * last undo (`isSecondUndo`), the promise resolves to null.
 */
export function undo() {
  const current = latestUndo.then(undoNewest);
  latestUndo = current.catch(() => {});
  return current;
}

async function undoNewest() {
  await allAnswered();
  await offerRead();
  if (!ui.undo || isSecondUndo(ui.undo.act)) return null;
  const { numbers, act: undone } = ui.undo;
  // The server has already executed the act, so the undo need not wait until this page shows the act's effect.
  releaseAnswered(["undo", ...numbers]);
  const answer = await send("undo", {}, ["undo", ...numbers]);
  // Immediately show each question that the undo puts back into Incoming. The button "Show … new" is only for newly
  // asked questions.
  if (answer.ok) {
    recordUndone(undone);
    for (const number of numbers) ui.admitted.add(number);
  } else if (answer.code === "undo.superseded") withdrawOffer(answer);
  return answer;
}
