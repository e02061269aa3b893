/** Keeps the focus where the hand is while rows move, and moves it on when a row leaves. */

import { change, ui } from "../model/ui.js";
import { columns, items } from "../model/shown.js";

const rowOf = ({ list, number }) => document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);

const EDITOR = "[data-correction] textarea, [data-wording] textarea";

/** Where the focus goes when what had it is gone, by the part of the page that it was in. */
const FALLBACKS = [
  [".band", ".advance-button"],
  [".find", '[data-act="find"]'],
  [".suggestion", '[data-panel="queue"] [data-heading]'],
  ['[data-panel="queue"]', '[data-panel="queue"] [data-heading]'],
  ["*", '[data-list="incoming"] [data-heading]'],
];

/**
 * Remembers what has the focus before drawing. The answer, called after drawing, gives it back
 * (moving a row in the page takes it away), or to the current row or its neighbourhood when it is gone.
 */
export function keepFocus(root) {
  const focused = document.activeElement;
  if (!focused || focused === document.body || !root.contains(focused)) return () => {};
  const row = focused.closest("[data-row]");
  const list = row?.closest("[data-list]").dataset.list;
  const number = row && Number(row.dataset.number);
  if (focused.matches(EDITOR)) return keepWriting(focused.id, focused.selectionStart, focused.selectionEnd);
  const wish = focused.dataset.act;
  const [, fallback] = FALLBACKS.find(([part]) => focused.closest(part));
  const popover = focused.closest("[popover]");
  const wasHere = row || popover || focused.closest(".line-strip");
  return () => {
    if (document.activeElement !== document.body) return;
    const same = row && rowOf({ list, number });
    const button = wish && same?.querySelector(`[data-act="${wish}"]`);
    const inPopover = popover?.matches(":popover-open") && popover.querySelector("[data-fallback]");
    const target =
      inPopover || button || same || (wasHere && ui.current && rowOf(ui.current)) || document.querySelector(fallback);
    target?.focus({ preventScroll: Boolean(same) });
  };
}

/** What is being written goes on being written, wherever its question has gone: in a row, the same letters are acts. */
function keepWriting(id, start, end) {
  return () => {
    const now = document.getElementById(id);
    if (!now || now === document.activeElement) return;
    now.focus();
    now.setSelectionRange(start, end);
  };
}

/** Makes a row the current one and gives it the focus once it is drawn. */
export function goTo(list, number) {
  change({ current: { list, number } });
  queueMicrotask(() => {
    const row = rowOf({ list, number });
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });
}

/** What stands above the two columns. */
const BAND = ["live", "next"];

const isSecond = (list) => ["next", "queue", "history"].includes(list);

/** The current row, where it is on screen; else null. To what is not seen no key does anything. */
export function currentRow() {
  const { current } = ui;
  const isHere =
    current &&
    [...BAND, ...columns()].includes(current.list) &&
    items(current.list).some((item) => item.number === current.number);
  return isHere ? current : null;
}

/** Onto the first row of the first of these lists that has one. False where none has. */
function enter(...lists) {
  const list = lists.find((one) => items(one).length);
  if (list) goTo(list, items(list)[0].number);
  return Boolean(list);
}

/** Onto the first row of the columns. */
export const enterFirst = () => enter(...columns());

/** The current row steps through its column (-1, 1), at its top from and to Now and Next. False where it ends. */
export function step(by) {
  const inOrder = (lists) => (isSecond(ui.current?.list) ? [...lists].reverse() : lists);
  const here = currentRow();
  if (BAND.includes(here?.list)) return by > 0 && enter(...inOrder(columns()));
  const [list] = inOrder(columns());
  const numbers = items(list).map((item) => item.number);
  const target = here ? numbers.indexOf(here.number) + by : 0;
  if (target < 0) return enter(...inOrder(BAND));
  if (target >= numbers.length) return false;
  goTo(list, numbers[target]);
  return true;
}

/** The current row goes to what stands on that side (-1 is left, 1 right), at its top. */
export function cross(by) {
  const here = currentRow();
  const lists = BAND.includes(here?.list) ? BAND : columns();
  const isOnward = by > 0 === (document.dir !== "rtl");
  if (here && isSecond(here.list) === isOnward) return;
  enter(lists[isOnward ? 1 : 0]);
}
