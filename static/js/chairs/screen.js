/** The projected screen, emptied at once and shown again. */

import { clearScreen } from "./acts.js";
import { ui } from "./ui.js";

/** For so long after it was cleared nothing shows it again: a second press, or the colleague's at the same time, means the same. */
const SETTLING = 1500;

let clearedAt = -Infinity;

/** Remembers when this page learnt that the screen was cleared. */
export function noteScreen(before, after) {
  if (!before?.settings.screen_cleared && after.settings.screen_cleared) clearedAt = performance.now();
}

export const clear = () => clearScreen(true);

/** Shows it again, unless it was cleared a moment ago. */
export function restore() {
  if (performance.now() - clearedAt > SETTLING) clearScreen(false);
}

/** One key for both. */
export const toggleScreen = () => (ui.state.settings.screen_cleared ? restore() : clear());
