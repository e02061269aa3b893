/** The drawing of a key cap with the label of its key. */

import { html } from "lit/html.js";

/**
 * Return a key cap. Screen readers ignore it.
 * @param {string} key
 */
export const keyCap = (key) => html` <kbd class="key" aria-hidden="true">${key}</kbd>`;
