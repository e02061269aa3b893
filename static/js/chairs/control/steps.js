/**
 * Moves of a question in the queue by key presses, one place for each press. While a question's first move waits for
 * the stream, the page counts the later presses. When the stream shows the first move, the page sends the counted
 * places as one further move in the changed queue.
 */

import { afterSteps } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { move } from "./acts.js";

/**
 * {question number: places by which the page must still move the question}. Positive: down; negative: up.
 * @type {Map<number, number>}
 */
const pendingPlaces = new Map();

/**
 * Move a question by a number of places. If the question is busy, wait until the stream shows the effect of its current
 * act.
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
 * Move each question in `pendingPlaces` that is no longer busy, by all its pending places in one act. If the server has
 * refused the last act on the question, discard its pending places instead. Call after each drawing.
 */
export function movePending() {
  for (const [number, places] of pendingPlaces) {
    if (ui.busy.has(number)) continue;
    pendingPlaces.delete(number);
    if (!ui.messages.has(number)) moveBy(number, places);
  }
}
