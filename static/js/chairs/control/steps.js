/** One place up or down, as often as it was pressed: what comes while a move is under way is done when that has arrived. */

import { move } from "./acts.js";
import { afterSteps } from "../model/lists.js";
import { ui } from "../model/ui.js";

const waiting = new Map(); // number → places still to go, down counted positive

export function moveBy(number, places) {
  if (ui.busy.has(number)) {
    waiting.set(number, (waiting.get(number) ?? 0) + places);
    return;
  }
  const after = afterSteps(ui.state.queue, number, places);
  if (after !== null) move(number, after);
}

/** Called after each drawing. After a refusal nothing goes on by itself. */
export function moveOn() {
  for (const [number, places] of waiting) {
    if (ui.busy.has(number)) continue;
    waiting.delete(number);
    if (!ui.notes.has(number)) moveBy(number, places);
  }
}
