/**
 * The layout of the page (for a phone, for touch) and the density of the rows. The browser stores the density on this
 * device.
 */

import { readStored, writeStored } from "../../shared/storage.js";
import { change } from "../model/ui.js";

/** @import { Density } from "../model/ui.js" */

const STORED = "chair-density";
/**
 * The same media queries as in the style sheets. PHONE: the page shows one list at a time. TOUCH: the buttons are at
 * least 44 CSS pixels high.
 */
const PHONE = matchMedia("(max-width: 767px)");
const TOUCH = matchMedia("(pointer: coarse), (max-width: 1199px)");

/**
 * Apply this density to the rows.
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
 * Apply the stored density of the rows. Set `isPhone` and `isForTouch` now and after each change of their media
 * queries.
 */
export function watchLayout() {
  apply(readStored(STORED, /** @type {string} */ ("compact")) === "comfortable" ? "comfortable" : "compact");
  readWindow();
  for (const query of [PHONE, TOUCH]) query.addEventListener("change", readWindow);
}
