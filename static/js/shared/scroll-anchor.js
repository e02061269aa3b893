/* Scroll anchoring: while the page is redrawn, the row that a person reads or edits stays in place. */

/**
 * Run `draw`, then scroll by the distance that the anchor has moved. The anchor is the focused element. If no visible
 * element has the focus, the anchor is the first row whose top edge is visible. If the page is scrolled to its top, no
 * row is the anchor.
 * @param {() => void} draw
 * @param {string} rows selector of the rows
 */
export function anchorScroll(draw, rows) {
  const anchor = anchorOf(rows);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  draw();
  if (!anchor?.isConnected) return;
  const distance = anchor.getBoundingClientRect().top - before;
  if (distance) scrollBy({ top: distance, behavior: "instant" });
}

/**
 * Return the anchor (see `anchorScroll`); null if there is none.
 * @param {string} rows
 */
function anchorOf(rows) {
  const focused = document.activeElement;
  if (focused && focused !== document.body && isVisible(focused)) return focused;
  // At the top of the page, people read the block "Now". Do not scroll if this block grows and moves the rows down.
  if (scrollY === 0) return null;
  const visible = [...document.querySelectorAll(rows)].filter(isVisible);
  return visible.find((row) => row.getBoundingClientRect().top >= 0) ?? null;
}

/**
 * Return whether a part of the element is in the window.
 * @param {Element} element
 */
function isVisible(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
