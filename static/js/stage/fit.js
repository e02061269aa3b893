/** The choice of the largest setting that fits the window. Each setting is tried on the real page. */

const ROUNDING = 1; // px

/** @param {Element} element */
function overflows(element) {
  return element.scrollHeight > element.clientHeight + ROUNDING || element.scrollWidth > element.clientWidth + ROUNDING;
}

/**
 * Return whether every element marked `data-fit` shows its whole content. An element without a fixed height always
 * shows its whole content.
 * @param {HTMLElement} root
 */
function fits(root) {
  return ![...root.querySelectorAll("[data-fit]")].some(overflows);
}

/**
 * Draw the settings in order until a setting fits. The last setting drawn stays on the page.
 * @template Setting
 * @param {HTMLElement} root
 * @param {Setting[]} settings not empty, the preferred setting first
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
