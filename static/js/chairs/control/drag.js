/** Dragging a queue row by its number: an extra beside the buttons and keys. */

import { move } from "./acts.js";
import { afterDrop } from "../model/lists.js";
import { ui } from "../model/ui.js";

const TYPE = "application/x-open-floor-question";

const rowAt = (event) => event.target.closest?.('[data-list="queue"] [data-row]');
const numberOf = (row) => Number(row.dataset.number);

let dragged = null;

function mark(row) {
  document.querySelectorAll("[data-drop]").forEach((one) => one.removeAttribute("data-drop"));
  if (!row || dragged === null) return;
  const after = afterDrop(ui.state.queue, dragged, numberOf(row));
  if (after !== null) row.dataset.drop = after === numberOf(row) ? "after" : "before";
}

function onStart(event) {
  const row = rowAt(event);
  if (!row || !event.target.matches(".number")) return;
  dragged = numberOf(row);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(TYPE, String(dragged));
  event.dataTransfer.setDragImage(row, 8, 8);
}

function onOver(event) {
  const row = dragged !== null && rowAt(event);
  if (!row) return;
  event.preventDefault();
  mark(row);
}

function onDrop(event) {
  const row = dragged !== null && rowAt(event);
  if (!row) return;
  event.preventDefault();
  const after = afterDrop(ui.state.queue, dragged, numberOf(row));
  if (after !== null) move(dragged, after);
}

function onEnd() {
  mark(null);
  dragged = null;
}

/** Attaches the drag listeners. */
export function listenToDrags(root) {
  root.addEventListener("dragstart", onStart);
  root.addEventListener("dragover", onOver);
  root.addEventListener("drop", onDrop);
  root.addEventListener("dragend", onEnd);
}
