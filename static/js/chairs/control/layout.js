/**
 * The layout of the page: whether the page is laid out for a phone or for touch, and the density of the rows. The
 * density is stored on this device.
 */

import { readStored, writeStored } from "../../shared/storage.js";
import { change } from "../model/ui.js";

/** @import { Density } from "../model/ui.js" */

const STORED = "chair-density";
/**
 * The same media queries as in the style sheets. If PHONE matches, the page shows one list at a time. If TOUCH matches,
 * the buttons are at least 44 CSS pixels high.
 */
const PHONE = matchMedia("(max-width: 767px)");
const TOUCH = matchMedia("(pointer: coarse), (max-width: 1199px)");

/**
 * Draw the rows with this density.
 * @param {Density} density
 */
function apply(density) {
  document.body.dataset.density = density;
  change({ density });
}

/**
 * Change the density of the rows and store the choice.
 * @param {Density} density
 */
export function setDensity(density) {
  apply(density);
  writeStored(STORED, density);
}

function readWindow() {
  change({ isPhone: PHONE.matches, isForTouch: TOUCH.matches });
}

/**
 * Set the stored density of the rows. Set `isPhone` and `isForTouch` now and after each change of their media queries.
 */
export function watchLayout() {
  apply(readStored(STORED, /** @type {string} */ ("compact")) === "comfortable" ? "comfortable" : "compact");
  readWindow();
  for (const query of [PHONE, TOUCH]) query.addEventListener("change", readWindow);
}
