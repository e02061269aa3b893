/** The opening and the position of popovers. The browser closes a popover on Escape or on a click outside it. */

/** The distance, in CSS pixels, from a popover to its anchor (the element beside which the popover opens). */
const GAP = 4;
/** Minimum distance, in CSS pixels, from a popover to the edge of the window. */
const EDGE = 12;

/**
 * {popover: the `subject` that the latest call of `setOpen` received, or null if it was empty}.
 * @type {WeakMap<HTMLElement, unknown>}
 */
const shownFor = new WeakMap();

/**
 * Show a popover at its anchor. If `subject` is empty, hide the popover instead. If the browser closes a popover while
 * `subject` is not empty, show it again only after `subject` has changed.
 * @param {HTMLElement | null} element
 * @param {unknown} subject the part of the page's state that opens the popover; empty: closed
 * @param {Element | null} [anchor]
 */
export function setOpen(element, subject, anchor = null) {
  if (!element) return;
  const isOpen = element.matches(":popover-open");
  const lastSubject = shownFor.get(element);
  shownFor.set(element, subject || null);
  if (!subject) {
    if (isOpen) element.hidePopover();
    return;
  }
  if (isOpen) {
    keepInside(element);
    return;
  }
  if (lastSubject === subject) return;
  element.showPopover();
  place(element, anchor);
  const first = element.querySelector("[data-first]") ?? element.querySelector("button, input");
  /** @type {HTMLElement | null} */ (first)?.focus();
}

/**
 * Return the position of a popover's left or top edge, limited so that the popover keeps the distance EDGE from both
 * sides of the window. If the popover is too large for this, return EDGE.
 * @param {number} value the position of the edge
 * @param {number} most the size of the window minus the size of the popover
 */
const clamp = (value, most) => Math.max(EDGE, Math.min(value, most - EDGE));

/**
 * Return the left edge of a popover beside the row. If no side of the row has enough space for the popover, return
 * null.
 * @param {Element | null} row
 * @param {number} width
 */
function beside(row, width) {
  if (!row) return null;
  const { left, right } = row.getBoundingClientRect();
  const choices = [right + GAP, left - GAP - width];
  if (document.dir === "rtl") choices.reverse();
  return choices.find((edge) => edge >= EDGE && edge + width + EDGE <= innerWidth) ?? null;
}

/**
 * Place a popover. Use the first place with enough space: under the anchor, beside the anchor's row, above the anchor.
 * Without an anchor, centre the popover. If the popover fits into the window, keep it within the window.
 * @param {HTMLElement} element
 * @param {Element | null} anchor
 */
function place(element, anchor) {
  const box = element.getBoundingClientRect();
  const from = anchor?.getBoundingClientRect();
  let top = (innerHeight - box.height) / 2;
  let left = (innerWidth - box.width) / 2;
  if (anchor && from) {
    const isBelow = from.bottom + GAP + box.height + EDGE <= innerHeight;
    const side = isBelow ? null : beside(anchor.closest("[data-row]"), box.width);
    top = isBelow ? from.bottom + GAP : side === null ? from.top - GAP - box.height : from.bottom - box.height;
    left = side ?? (document.dir === "rtl" ? from.right - box.width : from.left);
  }
  element.style.setProperty("--top", `${Math.round(clamp(top, innerHeight - box.height))}px`);
  element.style.setProperty("--left", `${Math.round(clamp(left, innerWidth - box.width))}px`);
}

/**
 * Move an open popover up if its content has grown beyond the window.
 * @param {HTMLElement} element
 */
function keepInside(element) {
  const { bottom, top } = element.getBoundingClientRect();
  const excess = bottom - (innerHeight - EDGE);
  if (excess > 0) element.style.setProperty("--top", `${Math.round(Math.max(EDGE, top - excess))}px`);
}

/**
 * Move the focus through the buttons of a list with the up and down arrow keys, Home and End. Ignore keys in an input.
 * @param {KeyboardEvent} event
 */
export function walk(event, selector = "button") {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {HTMLElement[]} */
  const buttons = [...list.querySelectorAll(/** @type {"button"} */ (selector))];
  const place = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const isInput = event.target instanceof HTMLInputElement;
  /** @type {Record<string, number>} */
  const targets = {
    Home: 0,
    End: buttons.length - 1,
    ArrowDown: (place + 1) % buttons.length,
    ArrowUp: (place - 1 + buttons.length) % buttons.length,
  };
  const target = targets[event.key];
  if (target === undefined || isInput) return;
  event.preventDefault();
  buttons[target].focus();
}
