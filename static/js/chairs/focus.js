/** Keeps the focus where the hand is while rows move, and moves it on when a row leaves. */

import { change, ui } from "./ui.js";
import { items } from "./shown.js";

const rowOf = ({ list, number }) =>
  document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);

/**
 * Remembers what has the focus before drawing. The answer, called after drawing, gives it back
 * (moving a row in the page takes it away), or to the current row when the old one is gone.
 */
export function keepFocus(root) {
  const focused = document.activeElement;
  if (!focused || !root.contains(focused)) return () => {};
  const row = focused.closest("[data-row]");
  const wish = focused === row ? null : focused.dataset.act;
  const place = row && { list: row.closest("[data-list]")?.dataset.list, number: Number(row.dataset.number) };
  return () => {
    if (document.activeElement === focused && focused.isConnected) return;
    if (!place) return;
    const same = rowOf(place);
    const target = same ? (wish && same.querySelector(`[data-act="${wish}"]:not([hidden])`)) || same : ui.current && rowOf(ui.current);
    (target ?? headingOf(place.list))?.focus({ preventScroll: Boolean(same) });
  };
}

function headingOf(list) {
  return document.querySelector(`[data-list="${list}"] [data-heading]`);
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
