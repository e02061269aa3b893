/** The keyboard focus while rows move and leave, and the movement from row to row. */

/** @import { ListName, RowKey } from "../model/ui.js" */

import { columns, items } from "../model/shown.js";
import { change, ui } from "../model/ui.js";

/**
 * @param {RowKey} row
 * @returns {HTMLElement | null}
 */
const elementOf = ({ list, number }) =>
  document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);

const EDITOR = "[data-correction] textarea, [data-wording] textarea";

/**
 * The elements to focus if the focused element no longer exists. Each entry belongs to the part of the page that
 * contained the focused element; the last entry is for all other parts.
 */
const FALLBACKS = [
  [".band", ".advance-button"],
  [".find", '[data-act="find"]'],
  [".suggestion", '[data-panel="queue"] [data-heading]'],
  ['[data-panel="queue"]', '[data-panel="queue"] [data-heading]'],
  ["*", '[data-list="incoming"] [data-heading]'],
];

/**
 * Focus the first element that matches `selector`, after the pending drawing.
 * @param {string} selector
 */
export function focusSoon(selector) {
  queueMicrotask(() => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus());
}

/**
 * Focus the first row of a question, after the pending drawing.
 * @param {number | undefined} number
 */
export const focusRow = (number) => focusSoon(`[data-row][data-number="${number}"]`);

/**
 * Remember the focus before drawing. The returned function restores the focus after drawing: to the same row and
 * button, otherwise to the current row, otherwise to a fallback. This is necessary because an element that moves in the
 * document loses the focus.
 * @param {HTMLElement} root
 */
export function keepFocus(root) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (!focused || focused === document.body || !root.contains(focused)) return () => {};
  const row = /** @type {HTMLElement | null} */ (focused.closest("[data-row]"));
  if (focused instanceof HTMLTextAreaElement && focused.matches(EDITOR)) return keepWriting(focused);
  const holder = /** @type {HTMLElement | null | undefined} */ (row?.closest("[data-list]"));
  const key = row && /** @type {RowKey} */ ({ list: holder?.dataset.list, number: Number(row.dataset.number) });
  const intent = focused.dataset.act;
  const fallback = FALLBACKS.find(([part]) => focused.closest(part))?.[1] ?? "";
  const popover = focused.closest("[popover]");
  const wasAtRow = row || popover || focused.closest(".note-strip");
  return () => {
    if (document.activeElement !== document.body) return;
    const sameRow = key && elementOf(key);
    const button = intent && sameRow?.querySelector(`[data-act="${intent}"]`);
    const inPopover = popover?.matches(":popover-open") && popover.querySelector("[data-fallback]");
    const target =
      inPopover ||
      button ||
      sameRow ||
      (wasAtRow && ui.current && elementOf(ui.current)) ||
      document.querySelector(fallback);
    /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: Boolean(sameRow) });
  };
}

/**
 * Keep the focus and the selection in an editor, even if its row moves to another list. Without the focus in the
 * editor, typed letters would trigger acts.
 * @param {HTMLTextAreaElement} editor
 */
function keepWriting({ id, selectionStart, selectionEnd }) {
  return () => {
    const editor = document.getElementById(id);
    if (!(editor instanceof HTMLTextAreaElement) || editor === document.activeElement) return;
    editor.focus();
    editor.setSelectionRange(selectionStart, selectionEnd);
  };
}

/**
 * Make this row the current row. Focus the row after the drawing.
 * @param {ListName} list
 * @param {number} number
 */
export function goTo(list, number) {
  change({ current: { list, number } });
  queueMicrotask(() => {
    const row = elementOf({ list, number });
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });
}

/**
 * The lists above the two columns.
 * @type {ListName[]}
 */
const BAND = ["live", "next"];

/** @param {ListName | undefined} list */
const isSecond = (list) => list === "next" || list === "queue" || list === "history";

/** Return the current row if it is on the screen, otherwise null: keys act only on visible rows. */
export function currentRow() {
  const { current } = ui;
  const isShown =
    current &&
    [...BAND, ...columns()].includes(current.list) &&
    items(current.list).some((item) => item.number === current.number);
  return isShown ? current : null;
}

/**
 * Go to the first row of the first non-empty list in `lists`. Return false if all these lists are empty.
 * @param {ListName[]} lists
 */
function enter(...lists) {
  const list = lists.find((candidate) => items(candidate).length);
  if (list) goTo(list, items(list)[0].number);
  return Boolean(list);
}

/** Go to the first row of the columns. */
export const enterFirst = () => enter(...columns());

/**
 * Go to the row below (1) or above (-1) in the same column. Now or Next is above the first row. Return false at the end
 * of the column.
 * @param {1 | -1} by
 */
export function step(by) {
  /** @param {ListName[]} lists */
  const nearestFirst = (lists) => (isSecond(ui.current?.list) ? [...lists].reverse() : lists);
  const row = currentRow();
  if (row && BAND.includes(row.list)) return by > 0 && enter(...nearestFirst(columns()));
  const [list] = nearestFirst(columns());
  const numbers = items(list).map((item) => item.number);
  const target = row ? numbers.indexOf(row.number) + by : 0;
  if (target < 0) return enter(...nearestFirst(BAND));
  if (target >= numbers.length) return false;
  goTo(list, numbers[target]);
  return true;
}

/**
 * Go to the first row of the list on the left (-1) or on the right (1).
 * @param {1 | -1} by
 */
export function cross(by) {
  const row = currentRow();
  const lists = row && BAND.includes(row.list) ? BAND : columns();
  const isToSecond = by > 0 === (document.dir !== "rtl");
  if (row && isSecond(row.list) === isToSecond) return;
  enter(lists[isToSecond ? 1 : 0]);
}
