/* What one reads or writes stays where it is on the screen while the page around it changes. */

/** Runs `draw`, then scrolls by as much as the focused element, or the first row in sight, was moved. */
export function steady(draw, rows) {
  const anchor = anchorOf(rows);
  const before = anchor?.getBoundingClientRect().top;
  draw();
  if (!anchor?.isConnected) return;
  const moved = anchor.getBoundingClientRect().top - before;
  if (moved) scrollBy({ top: moved, behavior: "instant" });
}

function anchorOf(rows) {
  const focused = document.activeElement;
  const visible = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  if (focused && focused !== document.body && visible(focused)) return focused;
  // At the very top one looks at Now: that may push down what is below.
  if (scrollY === 0) return null;
  return (
    [...document.querySelectorAll(rows)].find((row) => row.getBoundingClientRect().top >= 0 && visible(row)) ?? null
  );
}
