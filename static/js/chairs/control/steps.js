/**
 * Moves by single places in the queue. While a move of a question is under way, further presses for it are added up.
 * Their move is computed from the new queue, once the stream shows the first move.
 */

import { afterSteps } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { move } from "./acts.js";

/**
 * Question number → places still to go; positive: down, negative: up.
 * @type {Map<number, number>}
 */
const pendingPlaces = new Map();

/**
 * Move a question by some places: at once, or as soon as the change of its present act has arrived.
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

/** Send the pending moves of questions that are no longer busy. A refusal cancels them. Call after each drawing. */
export function movePending() {
  for (const [number, places] of pendingPlaces) {
    if (ui.busy.has(number)) continue;
    pendingPlaces.delete(number);
    if (!ui.messages.has(number)) moveBy(number, places);
  }
}
