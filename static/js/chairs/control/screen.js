/** The projected screen, emptied at once and shown again. */

import { clearScreen } from "./acts.js";
import { ui } from "../model/ui.js";

/** For so long after it was cleared the key does not show it again: a second press, or the colleague's at the same time, means the same. */
const SETTLING = 1500;
/** And for so long the button does not, which may have come to stand under a finger that taps twice. */
const TWICE = 500;

let clearedAt = -Infinity;

/** Remembers when the screen was cleared while this page was open. */
export function noteScreen(before, after) {
  if (before && !before.settings.screen_cleared && after.settings.screen_cleared) clearedAt = performance.now();
}

const hasBeenFor = (time) => performance.now() - clearedAt > time;

export const clear = () => clearScreen(true);

/** Shows it again, unless it was cleared a moment ago. */
export function restore() {
  if (hasBeenFor(TWICE)) clearScreen(false);
}

/** One key for both. */
export function toggleScreen() {
  if (!ui.state.settings.screen_cleared) clear();
  else if (hasBeenFor(SETTLING)) clearScreen(false);
}
