/** The frame of a popover. chairs/control/popovers.js opens and places it. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { cap } from "./row-parts.js";

/**
 * @typedef {object} Popover
 * @property {string} id also its class
 * @property {string} labelledBy the id of its heading
 * @property {() => boolean} isOpen
 * @property {() => unknown} content drawn while it is open
 * @property {() => void} close
 * @property {(event: KeyboardEvent) => void} [onKey]
 */

/** @param {Popover} popover */
export function popover({ id, labelledBy, isOpen, content, close, onKey }) {
  /** @param {ToggleEvent} event */
  const onToggle = (event) => {
    if (event.newState === "closed" && isOpen()) close();
  };
  return html`<div id=${id} class="popover ${id}" popover role="dialog" aria-labelledby=${labelledBy} @keydown=${onKey} @toggle=${onToggle}>${isOpen() ? content() : nothing}</div>`;
}

/**
 * Return the header of a popover: its heading and the button that closes it.
 * @param {string} id of the heading
 * @param {string} title
 * @param {() => void} close
 */
export function popoverHeader(id, title, close) {
  return html`<header>
    <h2 id=${id}>${title}</h2>
    <button type="button" class="button quiet" @click=${close}>${_("Close")}${cap(_("Esc"))}</button>
  </header>`;
}
