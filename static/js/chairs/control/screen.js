/** The acts that clear the projected screen and show the question again. */

/** @import { ChairsState } from "../model/ui.js" */

import { ui } from "../model/ui.js";
import { clearScreen } from "./acts.js";

/**
 * After clearing, the key cannot show the screen again for this time, in ms. A second press, or a press by the other
 * chair at the same moment, is probably meant to clear the screen, not to show it.
 */
const SETTLING = 1500;
/**
 * After clearing, the button cannot show the screen again for this time, in ms, because the button may appear under the
 * second tap of a double tap.
 */
const DOUBLE_TAP = 500;

let clearedAt = -Infinity;

/**
 * Record the time at which the screen was cleared while this page was open.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordClearing(before, after) {
  const isFirst = before.epoch === null;
  if (!isFirst && !before.settings.screen_cleared && after.settings.screen_cleared) clearedAt = performance.now();
}

/** @param {number} time in ms */
const wasClearedBefore = (time) => performance.now() - clearedAt > time;

export const clear = () => clearScreen(true);

/** Show the question on the screen again. Do nothing within `DOUBLE_TAP` ms after the screen was cleared. */
export function restore() {
  if (wasClearedBefore(DOUBLE_TAP)) clearScreen(false);
}

/** Clear the screen or, if it is cleared, show the question again. */
export function toggleScreen() {
  if (!ui.state.settings.screen_cleared) clear();
  else if (wasClearedBefore(SETTLING)) clearScreen(false);
}
