/** The act that clears the projected screen, and the act that shows the live question on the screen again. */

/** @import { ChairsState } from "../model/ui.js" */

import { ui } from "../model/ui.js";
import { clearScreen } from "./acts.js";

/**
 * After the screen was cleared, `toggleScreen` has no effect for this time, in ms. Reason: two chairs can press the key
 * at the same moment, both to clear the screen. The second press must not show the question again.
 */
const SETTLING = 1500;
/**
 * After the screen was cleared, the button "Show again" has no effect for this time, in ms. Reason: if a person taps
 * twice to clear the screen, the button can appear under the finger after the first tap. The second tap then presses
 * the button.
 */
const DOUBLE_TAP = 500;

let clearedAt = -Infinity;

/**
 * Record the time of a change that clears the screen. Record nothing if the screen was already cleared when the page
 * was opened.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordClearing(before, after) {
  const isFirst = before.epoch === null;
  if (!isFirst && !before.settings.screen_cleared && after.settings.screen_cleared) clearedAt = performance.now();
}

/**
 * Return whether the screen was cleared more than `time` ms ago.
 * @param {number} time in ms
 */
const wasClearedBefore = (time) => performance.now() - clearedAt > time;

export const clear = () => clearScreen(true);

/** Show the question on the screen again. Do nothing within `DOUBLE_TAP` ms after the screen was cleared. */
export function restore() {
  if (wasClearedBefore(DOUBLE_TAP)) clearScreen(false);
}

/** If the screen is cleared, show the question again. Otherwise clear the screen. */
export function toggleScreen() {
  if (!ui.state.settings.screen_cleared) clear();
  else if (wasClearedBefore(SETTLING)) clearScreen(false);
}
