/**
 * The lines above a list. Each line names a question that has just left the list. It says why the question left, or why
 * this chair's act on the question was refused.
 */

import { change, ui } from "../model/ui.js";

/** @import { Handled } from "../model/ui.js" */
/**
 * A list that can have lines above it.
 * @typedef {"incoming" | "queue"} HandledList
 */

/** The time in ms during which a line is visible. */
const SHOWN = 8000;

/**
 * Show the line `handled` above the list, and remove the line after SHOWN ms.
 * @param {HandledList} list
 * @param {Handled} handled
 */
export function showHandled(list, handled) {
  ui.handled[list] = [...ui.handled[list].filter(({ number }) => number !== handled.number), handled];
  change();
  setTimeout(() => {
    ui.handled[list] = ui.handled[list].filter((other) => other !== handled);
    change();
  }, SHOWN);
}
