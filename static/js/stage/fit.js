/** Chooses the largest setting at which nothing is cut, by trying them in order on the real page. */

const SLACK = 1; // sub-pixel rounding

function overflows(element) {
  return element.scrollHeight > element.clientHeight + SLACK || element.scrollWidth > element.clientWidth + SLACK;
}

/** Whether everything marked `data-fit` inside `root` stands within its box. Boxes without a fixed height always do. */
export function fits(root) {
  return ![...root.querySelectorAll("[data-fit]")].some(overflows);
}

/**
 * Draws `show(setting)` for each setting until one fits, and leaves the last one drawn.
 * @param settings not empty, the most wanted first
 * @returns {boolean} whether the one that stands fits
 */
export function firstThatFits(root, settings, show) {
  for (const setting of settings) {
    show(setting);
    if (fits(root)) return true;
  }
  return false;
}
