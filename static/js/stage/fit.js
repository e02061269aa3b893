/** The choice of the largest setting that fits the window: each one is tried on the real page. */

const ROUNDING = 1; // px

/** @param {Element} element */
function overflows(element) {
  return element.scrollHeight > element.clientHeight + ROUNDING || element.scrollWidth > element.clientWidth + ROUNDING;
}

/**
 * Return whether every element marked `data-fit` shows its whole content. One without a fixed height always does.
 * @param {HTMLElement} root
 */
function fits(root) {
  return ![...root.querySelectorAll("[data-fit]")].some(overflows);
}

/**
 * Draw one setting after the other until one fits; the last one drawn stays.
 * @template Setting
 * @param {HTMLElement} root
 * @param {Setting[]} settings not empty, the preferred one first
 * @param {(setting: Setting) => void} show
 * @returns {boolean} whether the drawn setting fits
 */
export function firstThatFits(root, settings, show) {
  for (const setting of settings) {
    show(setting);
    if (fits(root)) return true;
  }
  return false;
}
