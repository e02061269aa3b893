/**
 * The state in which the keys are disabled ("the keys rest"). The page may have to remove the field in which a chair is
 * writing. The letters that the chair still types must not become acts. Therefore, the keys are disabled until the
 * chair chooses a row by a click, an arrow key or Tab.
 */

import { heldField, wasTakenAway } from "../../shared/held-field.js";
import { watchRowChoice } from "../../shared/row-choice.js";
import { change, ui } from "../model/ui.js";

export function restKeys() {
  if (!ui.keysRest) change({ keysRest: true });
}

export function wakeKeys() {
  if (ui.keysRest) change({ keysRest: false });
}

/**
 * Remember the field or dialog in which the chair works. Return a function to call after drawing. If drawing has
 * removed the field or dialog, the function calls `restKeys`.
 */
export function watchField() {
  const held = heldField();
  return () => {
    if (!wasTakenAway(held)) return;
    restKeys();
    // The chair was working in the removed field or dialog, and may not have noticed the removal. The next key can be a
    // space or Enter, which would activate a focused button, link or row. Therefore focus a heading instead. Also do
    // this if no element has the focus now.
    const isOnButton = document.activeElement?.matches("button, a, [data-row]");
    const heading = document.querySelector('[data-list="incoming"] [data-heading]');
    if (isOnButton || document.activeElement === document.body) /** @type {HTMLElement | null} */ (heading)?.focus();
  };
}

/** Attach the listeners that enable the keyboard shortcuts again when the chair chooses a row by Tab or by a click. */
export const watchChoices = () => watchRowChoice("[data-row]", wakeKeys);
