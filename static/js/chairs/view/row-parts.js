/** Small parts of the rows: key caps, buttons, messages. */

/** @import { Subject } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { letterOf, nameOf } from "../model/sentences.js";
import { ui } from "../model/ui.js";

/** @typedef {number | typeof nothing} Tab the tabindex of a button, or nothing */

/**
 * Return a key cap. The styles hide it on devices without a keyboard.
 * @param {string | number} key
 */
export function cap(key) {
  return html`<kbd class="key" aria-hidden="true">${key}</kbd>`;
}

/**
 * Return the message that belongs to `subject`, with a button that removes the message. Return nothing if there is no
 * message.
 * @param {Subject} subject
 */
export function messageLine(subject, sentence = ui.messages.get(subject)) {
  if (!sentence) return nothing;
  return html`<p class="message">
    <span>${sentence}</span>
    <button type="button" class="button quiet" data-act="dismiss">${_("Close")}</button>
  </p>`;
}

/**
 * Return the line that names the other chair while that chair is reading the question: "B Patryk Pawlak is reading
 * this".
 * @param {number} number
 */
export function readerLine(number) {
  const seat = ui.readers.get(number);
  if (!seat) return nothing;
  return html`<p class="reader">
    <span class="seat" aria-hidden="true">${letterOf(seat)}</span>
    <span class="reader-words">${_("%(name)s is reading this", { name: nameOf(seat) })}</span>
  </p>`;
}

/**
 * Return a button of a row. `popup`: the kind of popup that the button opens.
 * @param {string} act
 * @param {string} words
 * @param {{key?: string, kind?: string, tab?: Tab, popup?: string}} [options]
 */
export function actButton(act, words, { key, kind = "", tab, popup } = {}) {
  const shownKey = ui.keysOn ? key : undefined;
  return html`<button
    type="button"
    class="button ${kind}"
    data-act=${act}
    tabindex=${tab ?? nothing}
    aria-keyshortcuts=${shownKey ?? nothing}
    aria-haspopup=${popup ?? nothing}
  >${words}${shownKey ? cap(shownKey) : nothing}</button>`;
}

/**
 * Return the button with three dots that opens the menu of a question.
 * @param {number} number
 */
export function moreButton(number) {
  return html`<button
    type="button"
    class="more"
    data-act="menu"
    aria-haspopup="dialog"
    aria-label=${_("More for No. %(number)s", { number })}
  ><svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="currentColor"><circle cx="3.5" cy="9" r="1.5"></circle><circle cx="9" cy="9" r="1.5"></circle><circle cx="14.5" cy="9" r="1.5"></circle></svg></button>`;
}
