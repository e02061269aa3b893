/** The text size of the questions. Two buttons and two keys change it. The browser stores the chosen size. */

import { readStored, writeStored } from "../shared/storage.js";

const SIZES = [0.85, 1, 1.2, 1.4, 1.7, 2, 2.4];
const DEFAULT = 1; // the index of the default size in SIZES
const STORED = "booth-size";

/**
 * Apply the stored text size. Attach the listeners of the two buttons. Return the function that changes the size by one
 * step.
 * @param {HTMLElement} smaller
 * @param {HTMLElement} larger
 */
export function textSize(smaller, larger) {
  const stored = readStored(STORED, DEFAULT);
  let index = Number.isInteger(stored) && stored in SIZES ? stored : DEFAULT;

  function apply() {
    document.documentElement.style.setProperty("--text-scale", String(SIZES[index]));
    smaller.setAttribute("aria-disabled", String(index === 0));
    larger.setAttribute("aria-disabled", String(index === SIZES.length - 1));
  }
  /**
   * Change the text size by one step, and store the new size.
   * @param {1 | -1} step
   */
  function resize(step) {
    index = Math.min(SIZES.length - 1, Math.max(0, index + step));
    writeStored(STORED, index);
    apply();
  }
  smaller.addEventListener("click", () => resize(-1));
  larger.addEventListener("click", () => resize(1));
  apply();
  return resize;
}
