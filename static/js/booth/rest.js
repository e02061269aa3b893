/**
 * The state in which keyboard shortcuts are disabled ("the keys rest"). The page may have to remove a field while a
 * person is writing in it, for example when the question leaves the list. The person then often types a few more
 * letters. These letters must not become commands. Therefore the shortcuts are disabled until the person chooses a
 * question by a click or by Tab.
 */

import { wasWriting } from "../shared/drafts.js";
import { heldField, wasTakenAway } from "../shared/held-field.js";
import { watchRowChoice } from "../shared/row-choice.js";

let isResting = wasWriting();
let redraw = () => {};

/** Return whether keyboard shortcuts are disabled. */
export const keysRest = () => isResting;

/** Disable keyboard shortcuts until the person chooses a question. The caller must redraw the page. */
export function restKeys() {
  isResting = true;
}

/** Enable keyboard shortcuts. The caller must redraw the page. */
export function wakeKeys() {
  isResting = false;
}

/**
 * Remember the field in which the person is writing. Return a function; call it after drawing the page. If the field is
 * then no longer in the page, the function disables keyboard shortcuts and returns true.
 */
export function watchField() {
  const held = heldField();
  return () => {
    const isTaken = wasTakenAway(held);
    if (isTaken) restKeys();
    return isTaken;
  };
}

/**
 * Attach the listeners for the choice of a question. If keyboard shortcuts are disabled, the choice enables them.
 * @param {() => void} draw
 */
export function wakeWith(draw) {
  redraw = draw;
  watchRowChoice(".row[tabindex]", () => {
    if (!isResting) return;
    isResting = false;
    redraw();
  });
}
