/**
 * The places of the rows under the mouse. When other seats change a list, the row under the mouse keeps its position on
 * the screen. To keep it there, the page scrolls the list, or inserts a gap above the row until the mouse leaves the
 * list.
 */

import { ui } from "../model/ui.js";
import { isMine } from "./send.js";

/** Use `:hover` only for a mouse. After a tap, the browser keeps the state `:hover` without a finger on the screen. */
const MOUSE = matchMedia("(hover: hover)");
/**
 * Maximum number of candidates. The candidates are the anchor (see `anchorIn`) and the rows below the anchor. After
 * drawing, the first candidate that is still in the list keeps its position on the screen.
 */
const NEAR = 60;
const LISTS = /** @type {const} */ (["incoming", "queue"]);

/**
 * The places of a list's rows before drawing. `numbers`: the question numbers in the order of the rows. `candidates`:
 * the rows of which one keeps its position (see `NEAR`), each as [question number, top in CSS pixels]. `isPointed`:
 * whether the mouse is over the list (see `isUnderMouse`).
 * @typedef {{rows: HTMLElement, numbers: number[], candidates: [number, number][], isPointed: boolean}} Places
 */

/** @param {Element} item */
const numberOf = (item) => Number(/** @type {HTMLElement} */ (item.querySelector("[data-row]")).dataset.number);

/**
 * Return the items of the list. Skip the elements that a browser's page translation adds between the items.
 * @param {HTMLElement} rows
 */
const itemsOf = (rows) =>
  /** @type {HTMLElement[]} */ ([...rows.children].filter((item) => item.querySelector("[data-row]")));

/** @param {Element} item */
const topOf = (item) => item.getBoundingClientRect().top;

/** @param {HTMLElement} item */
const gapOf = (item) => Number.parseFloat(item.style.getPropertyValue("--gap")) || 0;

/**
 * Return whether the mouse is over the rows or over the lines above the rows.
 * @param {HTMLElement} rows
 */
const isUnderMouse = (rows) =>
  rows.matches(":hover") || Boolean(rows.closest(".panel")?.querySelector(".handled")?.matches(":hover"));

/**
 * Return `{anchor, isPointed}`. `isPointed`: see `isUnderMouse`. `anchor`: the row that must keep its position. The
 * anchor depends on the mouse:
 * - The mouse is over a row: this row.
 * - The mouse is over the list or the lines above it, but not over a row: the first row whose top is visible.
 * - The mouse is elsewhere: the current row, if it is in this list.
 * @param {HTMLElement} rows
 * @param {HTMLElement[]} items
 */
function anchorIn(rows, items) {
  const isPointed = MOUSE.matches && isUnderMouse(rows);
  const anchor = isPointed
    ? (items.find((item) => item.matches(":hover")) ?? items.find((item) => topOf(item) >= topOf(rows)))
    : items.find((item) => item.querySelector("[data-current]"));
  return { anchor, isPointed };
}

/**
 * Return the places of the rows of a list. If the list has no anchor (see `anchorIn`), return null.
 * @param {string} list
 * @returns {Places | null}
 */
function placesIn(list) {
  const rows = /** @type {HTMLElement | null} */ (document.querySelector(`.panel[data-list="${list}"] [data-rows]`));
  if (!rows) return null;
  const items = itemsOf(rows);
  const { anchor, isPointed } = anchorIn(rows, items);
  if (!anchor) return null;
  const start = items.indexOf(anchor);
  const candidates = items
    .slice(start, start + NEAR)
    .map((item) => /** @type {[number, number]} */ ([numberOf(item), topOf(item)]));
  return { rows, numbers: items.map(numberOf), candidates, isPointed };
}

/**
 * Return true if the page assumes that only other seats have changed the list: no act of this chair has removed a row,
 * and the remaining rows have the same order as before.
 * @param {number[]} before
 * @param {number[]} after
 */
function isByOthers(before, after) {
  const removed = before.filter((number) => !after.includes(number));
  const stayingBefore = before.filter((number) => after.includes(number));
  const stayingAfter = after.filter((number) => before.includes(number));
  return String(stayingBefore) === String(stayingAfter) && !removed.some((number) => isMine(number, ui.state));
}

/**
 * Move the row back to the position that it had before drawing. First scroll. If scrolling is not enough, insert a gap
 * above the row.
 * @param {HTMLElement} rows
 * @param {HTMLElement} item
 * @param {number} top the position before drawing
 * @param {boolean} isPointed if false, only scroll
 */
function moveBack(rows, item, top, isPointed) {
  const distance = () => top - topOf(item);
  if (isPointed && distance() < 0 && gapOf(item))
    item.style.setProperty("--gap", `${Math.max(0, gapOf(item) + distance())}px`);
  rows.scrollTop -= distance();
  if (!isPointed || Math.abs(distance()) < 1) return;
  if (distance() > 0) {
    item.style.setProperty("--gap", `${gapOf(item) + distance()}px`);
  } else {
    // The list is too short to scroll by this distance. Extend the list at its end.
    const extent = Number.parseFloat(rows.style.getPropertyValue("--extent")) || 0;
    rows.style.setProperty("--extent", `${extent - distance() + rows.clientHeight}px`);
    rows.scrollTop -= distance();
  }
}

/**
 * Find the first row of `candidates` that is still in the list, and move it back to its position before the drawing. If
 * this chair changed the list, do nothing.
 * @param {Places} places
 */
function restore({ rows, numbers, candidates, isPointed }) {
  const items = itemsOf(rows);
  if (!isByOthers(numbers, items.map(numberOf))) return;
  for (const [number, top] of candidates) {
    const item = items.find((candidate) => numberOf(candidate) === number);
    if (!item) continue;
    moveBack(rows, item, top, isPointed);
    return;
  }
}

/**
 * Remember the places of the rows before drawing. Return a function to call after drawing. If the rows or the parts
 * above the rows have changed, the function moves the anchor (see `anchorIn`) back to its place.
 */
export function keepPlaces() {
  const shapes = LISTS.map(shapeOf);
  const places = LISTS.map(placesIn);
  return () => {
    LISTS.forEach((list, index) => {
      const [before, after, stored] = [shapes[index], shapeOf(list), places[index]];
      const hasMoved = before.top !== after.top && stored?.isPointed;
      if (stored && (hasMoved || before.rows !== after.rows)) restore(stored);
    });
  };
}

/**
 * Return `{top, rows}`. `top`: the distance of the list from the top of the window, in pixels. `rows`: one string with
 * the identifiers of the rows and of the lines above the rows, in order. If the string has not changed, no row has
 * moved.
 * @param {string} list
 */
function shapeOf(list) {
  const panel = document.querySelector(`.panel[data-list="${list}"]`);
  const shown = [...(panel?.querySelectorAll("[data-row], .handled-line") ?? [])];
  const numbers = shown.map((row) => `${row.tagName} ${/** @type {HTMLElement} */ (row).dataset.number}`);
  return { top: panel && topOf(panel), rows: numbers.join() };
}

/** Remove the gaps (empty space above rows) from every list that is not under the mouse. */
export function closeGaps() {
  for (const list of LISTS) {
    const rows = /** @type {HTMLElement | null} */ (document.querySelector(`.panel[data-list="${list}"] [data-rows]`));
    if (!rows || isUnderMouse(rows)) continue;
    rows.style.removeProperty("--extent");
    for (const item of rows.children) /** @type {HTMLElement} */ (item).style.removeProperty("--gap");
  }
}
