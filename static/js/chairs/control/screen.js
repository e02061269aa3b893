/** The acts that clear the projected screen and show the live question on the screen again. */

/** @import { ChairsState } from "../model/ui.js" */

import { ui } from "../model/ui.js";
import { clearScreen } from "./acts.js";

/**
 * Time in ms after a clearing of the screen during which `toggleScreen` does nothing. Two chairs may press the key at
 * the same moment to clear the screen. The second press must not show the question again.
 */
const SETTLING = 1500;
/**
 * Time in ms after a clearing of the screen during which the button "Show again" does nothing. If a person taps twice
 * to clear the screen, this button may appear under the finger after the first tap. The second tap must not press it.
 */
const DOUBLE_TAP = 500;

let clearedAt = -Infinity;

/**
 * Record the time of a change that clears the screen. If the screen was already cleared when the page was opened,
 * record nothing.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordClearing(before, after) {
  const isFirst = before.epoch === null;
  if (!isFirst && !before.settings.screen_cleared && after.settings.screen_cleared) clearedAt = performance.now();
}

/**
 * Return whether more than `time` ms have passed since the screen was cleared.
 * @param {number} time in ms
 */
const wasClearedBefore = (time) => performance.now() - clearedAt > time;

export const clear = () => clearScreen(true);

/** Show the question on the screen again. During `DOUBLE_TAP` ms after a clearing, do nothing. */
export function restore() {
  if (wasClearedBefore(DOUBLE_TAP)) clearScreen(false);
}

/** If the screen is cleared, show the question again. Otherwise clear the screen. */
export function toggleScreen() {
  if (!ui.state.settings.screen_cleared) clear();
  else if (wasClearedBefore(SETTLING)) clearScreen(false);
}
