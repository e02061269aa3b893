/** The keyboard focus: it stays on its row while rows move or leave a list, and keys move it from row to row. */

/** @import { ListName, RowKey } from "../model/ui.js" */

import { columns, shownViews } from "../model/shown.js";
import { change, ui } from "../model/ui.js";

/**
 * Return the element of a row, or null.
 * @param {RowKey} row
 * @returns {HTMLElement | null}
 */
const elementOf = ({ list, number }) =>
  document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);

const EDITOR = "[data-correction] textarea, [data-wording] textarea";

/**
 * Pairs of CSS selectors: [a part of the page, a fallback]. If drawing removes the focused element from the part, the
 * fallback gets the focus. If several pairs match, the first pair counts.
 */
const FALLBACKS = [
  [".stage-part, .advance, .thumb-bar", ".advance-button, .thumb-acts .main"],
  [".find", '[data-act="find"]'],
  [".suggestion", '[data-panel="queue"] [data-heading]'],
  ['[data-panel="queue"]', '[data-panel="queue"] [data-heading]'],
  ["*", '[data-list="incoming"] [data-heading]'],
];

/**
 * After the pending drawing, focus the first element that matches `selector`.
 * @param {string} selector
 */
export function focusSoon(selector) {
  queueMicrotask(() => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus());
}

/**
 * Remember the focus before drawing, because an element that moves in the document loses the focus. Return a function
 * to call after drawing. If the focus was lost, the function focuses the first of these elements that exists:
 * - if the focus was in a popover that is still open: the element marked `data-fallback` in this popover
 * - if the focus was on a button of a row: the same button
 * - if the focus was in a row: this row
 * - if the focus was in a row, a popover or a note: the current row
 * - the fallback of the first matching pair in FALLBACKS
 * The text field of an editor is treated separately (`keepWriting`).
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
 * Remember the selection in an editor before drawing. Return a function that restores the focus and the selection after
 * drawing, even if the editor is now in another list. Without the focus in the editor, typed letters would trigger
 * acts.
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
 * Make this row the current row. After the next drawing, focus the row.
 * @param {ListName} list
 * @param {number} number
 */
export function goTo(list, number) {
  change({ current: { list, number }, vacated: null });
  queueMicrotask(() => {
    const row = elementOf({ list, number });
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });
}

/**
 * *Now* and *Next*: two lists with at most one question each, above the two columns.
 * @type {ListName[]}
 */
const BAND = ["live", "next"];

/** @param {ListName | undefined} list */
const isSecond = (list) => list === "next" || list === "queue" || list === "history";

/** Return the current row. If the page does not show this row, return null: keys act only on visible rows. */
export function currentRow() {
  const { current } = ui;
  const isShown =
    current &&
    [...BAND, ...columns()].includes(current.list) &&
    shownViews(current.list).some((view) => view.number === current.number);
  return isShown ? current : null;
}

/**
 * Go to the first row of the first non-empty list in `lists`. If all these lists are empty, return false.
 * @param {ListName[]} lists
 */
function enter(...lists) {
  const list = lists.find((candidate) => shownViews(candidate).length);
  if (list) goTo(list, shownViews(list)[0].number);
  return Boolean(list);
}

/** Go to the first row of the first non-empty column. If all columns are empty, return false. */
export const enterFirst = () => enter(...columns());

/**
 * Go to the row below (1) or above (-1) in the same column. Above the first row is *Now* or *Next*. Without a current
 * row, go to the place of the last current row (`ui.vacated`). If there is no such place, go to the first row. If there
 * is no row to go to, return false.
 * @param {1 | -1} by
 */
export function step(by) {
  /** @param {ListName[]} lists */
  const nearestFirst = (lists) => (isSecond(ui.current?.list) ? [...lists].reverse() : lists);
  const row = currentRow();
  if (row && BAND.includes(row.list)) return by > 0 && enter(...nearestFirst(columns()));
  const { vacated } = ui;
  const [list] = vacated && !row ? [vacated.list] : nearestFirst(columns());
  const numbers = shownViews(list).map((view) => view.number);
  const start = vacated && numbers.length ? Math.min(vacated.index, numbers.length) + Math.min(by, 0) : 0;
  const target = row ? numbers.indexOf(row.number) + by : Math.min(start, numbers.length - 1);
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
