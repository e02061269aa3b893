/** Moving a queue row by dragging its number. Dragging is optional, because buttons and keys can also move a row. */

import { afterDrop } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { move } from "./acts.js";

const TYPE = "application/x-open-floor-question";

/**
 * The number of the dragged question, or null.
 * @type {number | null}
 */
let dragged = null;

/**
 * Return the queue row at the event's target, or null.
 * @param {Event} event
 */
function rowAt({ target }) {
  const row = target instanceof Element ? target.closest('[data-list="queue"] [data-row]') : null;
  return /** @type {HTMLElement | null} */ (row);
}

/** @param {HTMLElement} row */
const numberOf = (row) => Number(row.dataset.number);

/**
 * Mark the edge of `row` at which the dragged question would be inserted. If `row` is null, remove the mark.
 * @param {HTMLElement | null} row
 */
function mark(row) {
  for (const marked of document.querySelectorAll("[data-drop]")) marked.removeAttribute("data-drop");
  if (!row || dragged === null) return;
  const after = afterDrop(ui.state.queue, dragged, numberOf(row));
  if (after !== null) row.dataset.drop = after === numberOf(row) ? "after" : "before";
}

/**
 * Begin to drag a question if the dragged element is its number.
 * @param {DragEvent} event
 */
function onStart(event) {
  const row = rowAt(event);
  const isNumber = event.target instanceof Element && event.target.matches(".number");
  if (!row || !isNumber || !event.dataTransfer) return;
  dragged = numberOf(row);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(TYPE, String(dragged));
  event.dataTransfer.setDragImage(row, 8, 8);
}

/**
 * Mark the place at which the dragged question would be inserted.
 * @param {DragEvent} event
 */
function onOver(event) {
  const row = rowAt(event);
  if (dragged === null || !row) return;
  event.preventDefault();
  mark(row);
}

/**
 * Move the dragged question to the row on which it was dropped.
 * @param {DragEvent} event
 */
function onDrop(event) {
  const row = rowAt(event);
  if (dragged === null || !row) return;
  event.preventDefault();
  const after = afterDrop(ui.state.queue, dragged, numberOf(row));
  if (after !== null) move(dragged, after);
}

function onEnd() {
  mark(null);
  dragged = null;
}

/**
 * Attach the listeners of the drag events.
 * @param {HTMLElement} root
 */
export function listenToDrags(root) {
  root.addEventListener("dragstart", onStart);
  root.addEventListener("dragover", onOver);
  root.addEventListener("drop", onDrop);
  root.addEventListener("dragend", onEnd);
}
