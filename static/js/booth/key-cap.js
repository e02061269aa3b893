/** The drawing of a key cap with the label of its key. */

import { html } from "lit/html.js";

/** @param {string} key */
export const keyCap = (key) => html` <kbd class="key" aria-hidden="true">${key}</kbd>`;
