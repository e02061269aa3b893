/**
 * The choice of the first setting (for example, the sizes of the texts) with which the stage fits the window. To find
 * out whether a setting fits, the stage is drawn with this setting and measured.
 */

const ROUNDING = 1; // px

/** @param {Element} element */
const isTooHigh = (element) => element.scrollHeight > element.clientHeight + ROUNDING;

/** @param {Element} element */
const isTooWide = (element) => element.scrollWidth > element.clientWidth + ROUNDING;

/**
 * Return whether the content of the element is larger than the element. Each text is measured too: `scrollWidth` of an
 * element that is written from right to left does not include a word that is cut at its right edge.
 * @param {Element} element
 */
function overflows(element) {
  return isTooHigh(element) || isTooWide(element) || [...element.querySelectorAll(".said")].some(isTooWide);
}

/**
 * Return whether every element marked `data-fit` shows its whole content. An element without a fixed height always
 * shows its whole content.
 * @param {HTMLElement} root
 */
export function fits(root) {
  return ![...root.querySelectorAll("[data-fit]")].some(overflows);
}

/**
 * Draw the settings in order until one fits. If none fits, keep the last setting.
 * @template Setting
 * @param {HTMLElement} root
 * @param {Setting[]} settings not empty, the preferred setting first
 * @param {(setting: Setting) => void} show
 * @param {() => boolean} [isFitting] whether the drawn setting fits
 * @returns {boolean} whether the drawn setting fits
 */
export function firstThatFits(root, settings, show, isFitting = () => fits(root)) {
  for (const setting of settings) {
    show(setting);
    if (isFitting()) return true;
  }
  return false;
}
