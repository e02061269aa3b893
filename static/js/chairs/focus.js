/** Keeps the focus where the hand is while rows move, and moves it on when a row leaves. */

import { change, ui } from "./ui.js";
import { items } from "./shown.js";

const rowOf = ({ list, number }) =>
  document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);

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
    const target = inPopover || button || same || (wasHere && ui.current && rowOf(ui.current)) || document.querySelector(fallback);
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

/** The current row steps through its list (-1, 1). False at the end of it. */
export function step(by) {
  const list = ui.current?.list ?? "incoming";
  const numbers = items(list).map((item) => item.number);
  if (!numbers.length) return false;
  const place = numbers.indexOf(ui.current?.number);
  const target = place < 0 ? 0 : place + by;
  if (target < 0 || target >= numbers.length) return false;
  goTo(list, numbers[target]);
  return true;
}

/** The current row goes to the list beside it, at its top or where `near` is. */
export function cross(lists, by) {
  const from = lists.indexOf(ui.current?.list ?? lists[0]);
  const list = lists[from + by];
  const first = list && items(list)[0];
  if (first) goTo(list, first.number);
}
