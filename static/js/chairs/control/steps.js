/**
 * Moves by single places in the queue. While a question's move is pending, later key presses for that question are
 * added up. They are sent as one move, computed from the new queue, when the stream shows the first move.
 */

import { afterSteps } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { move } from "./acts.js";

/**
 * For each question number, the places that the question still has to move; positive: down, negative: up.
 * @type {Map<number, number>}
 */
const pendingPlaces = new Map();

/**
 * Move a question by some places: immediately or, if the question is busy, when the change of its current act has
 * arrived.
 * @param {number} number
 * @param {number} places positive: down; negative: up
 */
export function moveBy(number, places) {
  if (ui.busy.has(number)) {
    pendingPlaces.set(number, (pendingPlaces.get(number) ?? 0) + places);
    return;
  }
  const after = afterSteps(ui.state.queue, number, places);
  if (after !== null) move(number, after);
}

/**
 * Send the pending moves of questions that are no longer busy. A refusal cancels the pending moves of its question.
 * Call after each drawing.
 */
export function movePending() {
  for (const [number, places] of pendingPlaces) {
    if (ui.busy.has(number)) continue;
    pendingPlaces.delete(number);
    if (!ui.messages.has(number)) moveBy(number, places);
  }
}
