/**
 * Key presses and clicks on a question while this chair's act on the question is under way. An act is under way from
 * its sending until this page shows its effect. A key press or click waits until then. Exception: while an act under
 * way removes the question's row from its list, nothing waits. A key press acts on the next row immediately, and a
 * click on the row does nothing.
 */

import { ui } from "../model/ui.js";
import { currentRow, step } from "./focus.js";
import { actUnderWay } from "./send.js";

/** The acts that always remove the question's row from its list, for every status of the question. */
const LEAVING = new Set([
  "approve",
  "decline",
  "merge",
  "set_next",
  "take",
  "reconsider",
  "bring_back",
  "split",
  "release_kind",
]);

/**
 * The intents that `isHeld` never delays. steps.js delays `move_up` and `move_down`. The other intents in this list
 * send no act.
 */
const AT_ONCE = new Set(["move_up", "move_down", "original", "together", "menu", "select", "wording", "correct"]);

/** @type {[number: number, run: () => void][]} */
const waiting = [];

/**
 * Call `run` now. If an act on this question is under way, call `run` after this act instead.
 * @param {number} number
 * @param {() => void} run
 */
export function whenFree(number, run) {
  if (ui.busy.has(number)) waiting.push([number, run]);
  else run();
}

/** Run the waiting functions of each question without an act under way. Call after each drawing. */
export function runWaiting() {
  for (const entry of waiting.splice(0)) whenFree(...entry);
}

/**
 * Return true if this chair's act on the question is under way and removes the question from its list. `mute` removes
 * only pending questions: the server declines the pending questions of a muted asker.
 * @param {number} number
 */
export function isLeaving(number) {
  if (!ui.busy.has(number)) return false;
  const act = actUnderWay(number) ?? "";
  return LEAVING.has(act) || (act === "mute" && isPending(number));
}

/**
 * Return whether the question is pending.
 * @param {number} number
 */
function isPending(number) {
  const view = ui.state.questions[number] ?? ui.older?.questions.find((older) => older.number === number);
  return view?.status === "pending";
}

/**
 * Return true if an act of this chair on the question is under way, so that the intent must not be performed now.
 * Intents in AT_ONCE are never held. If the act leaves the question in its list, this function also arranges that
 * `again` is called after the act. If the act removes the question from its list, the intent is dropped.
 * @param {number} number
 * @param {string} intent
 * @param {() => void} again
 */
export function isHeld(number, intent, again) {
  if (!ui.busy.has(number) || AT_ONCE.has(intent)) return false;
  if (!isLeaving(number)) whenFree(number, again);
  return true;
}

/**
 * Return the row on which a key press acts, normally the current row. If an act under way removes the current row from
 * its list, go to the next row that stays, and return that row. If there is no row, return null.
 */
export function rowForKey() {
  let row = currentRow();
  while (row && row.list !== "live" && row.list !== "next" && isLeaving(row.number)) {
    if (!step(1)) return null;
    row = currentRow();
  }
  return row;
}
