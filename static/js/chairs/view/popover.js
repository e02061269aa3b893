/** The frame of a popover. The module chairs/control/popovers.js opens the popover and sets its position. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { cap } from "./row-parts.js";

/**
 * @typedef {object} Popover The parts of a popover.
 * @property {string} id also a CSS class of the popover
 * @property {string} labelledBy the id of the popover's heading
 * @property {() => boolean} isOpen
 * @property {() => unknown} content called only while the popover is open
 * @property {() => void} close
 * @property {(event: KeyboardEvent) => void} [onKey] called for each key press in the popover
 */

/**
 * Return the template of a popover. The browser reports when it closes the popover; `close` then updates the page's
 * state.
 * @param {Popover} popover
 */
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
