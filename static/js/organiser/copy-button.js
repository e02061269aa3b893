/** The button that copies a link. */

import { html, nothing } from "lit/html.js";
import { copy } from "./copy.js";
import { ui } from "./ui.js";

/**
 * Return the button that copies a link, and the field that shows the link if the browser refuses to copy it.
 * @param {string} id unique on the page
 * @param {string} link
 * @param {string} label
 * @param {string} seat the result of `seatLabel`
 */
export function copyButton(id, link, label, seat) {
  const select = (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => event.currentTarget.select();
  return html`<button type="button" class="button" data-copy=${id} @click=${() => copy(id, link, seat)}>${label}<span class="visually-hidden"> ${seat}</span></button>
    ${ui.revealed === id ? html`<input class="field revealed" readonly aria-label=${label} .value=${link} @focus=${select} />` : nothing}`;
}
