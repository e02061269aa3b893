/** Opens and places popovers beside what they belong to. The browser closes them on Escape or a click elsewhere. */

const GAP = 4;
const EDGE = 12;

/** Element → for what it was last shown. */
const shownFor = new WeakMap();

/**
 * Shows an element with [popover] beside `anchor` for what it stands for (`what`), or hides it where that is nothing.
 * What the browser has closed stays closed, even where the page has not heard of it yet.
 */
export function setOpen(element, what, anchor) {
  if (!element) return;
  const isOpen = element.matches(":popover-open");
  const wasFor = shownFor.get(element);
  shownFor.set(element, what || null);
  if (!what) {
    if (isOpen) element.hidePopover();
    return;
  }
  if (isOpen) {
    keepInside(element);
    return;
  }
  if (wasFor === what) return;
  element.showPopover();
  place(element, anchor);
  (element.querySelector("[data-first]") ?? element.querySelector("button, input"))?.focus();
}

const inside = (value, most) => Math.max(EDGE, Math.min(value, most - EDGE));

/** Where there is room beside a row, its text stays readable: the left edge on either side, or null. */
function beside(row, width) {
  if (!row) return null;
  const { left, right } = row.getBoundingClientRect();
  const choices = [right + GAP, left - GAP - width];
  if (document.dir === "rtl") choices.reverse();
  return choices.find((edge) => edge >= EDGE && edge + width + EDGE <= innerWidth) ?? null;
}

/** Puts it under the anchor; without room there beside its row, else over it; always inside the window. */
function place(element, anchor) {
  const box = element.getBoundingClientRect();
  const from = anchor?.getBoundingClientRect();
  let top = (innerHeight - box.height) / 2;
  let left = (innerWidth - box.width) / 2;
  if (from) {
    const isBelow = from.bottom + GAP + box.height + EDGE <= innerHeight;
    const side = isBelow ? null : beside(anchor.closest("[data-row]"), box.width);
    top = isBelow ? from.bottom + GAP : side === null ? from.top - GAP - box.height : from.bottom - box.height;
    left = side ?? (document.dir === "rtl" ? from.right - box.width : from.left);
  }
  element.style.setProperty("--top", `${Math.round(inside(top, innerHeight - box.height))}px`);
  element.style.setProperty("--left", `${Math.round(inside(left, innerWidth - box.width))}px`);
}

/** Content that grew must not hang out of the window. */
function keepInside(element) {
  const { bottom, top } = element.getBoundingClientRect();
  const over = bottom - (innerHeight - EDGE);
  if (over > 0) element.style.setProperty("--top", `${Math.round(Math.max(EDGE, top - over))}px`);
}

/** Arrow keys, Home and End walk through the buttons of a list. */
export function walk(event, selector = "button") {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const buttons = [...event.currentTarget.querySelectorAll(selector)];
  const place = buttons.indexOf(document.activeElement);
  let target = null;
  if (event.key === "Home") target = 0;
  else if (event.key === "End") target = buttons.length - 1;
  else if (step) target = (place + step + buttons.length) % buttons.length;
  if (target === null || event.target.matches("input")) return;
  event.preventDefault();
  buttons[target].focus();
}
