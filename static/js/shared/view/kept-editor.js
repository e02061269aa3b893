/**
 * The parts of an editor for two cases: the question has left the list, or somebody else has changed the question's
 * words.
 */

import { html, nothing } from "lit/html.js";
import { copyText } from "../copy-text.js";
import { _ } from "../i18n.js";

/** @import { Text } from "../reading.js" */

/** The time, in ms, for which the button's message (copied or not copied) is shown. */
const SAID = 3000;

/**
 * Return the bar that says why the question has left the list, and whether the person can still save the typed text.
 * @param {string} reason
 * @param {boolean} canSave
 * @param {string} [rest] the sentence which says that no key acts until the chair chooses a row; empty if keys act
 */
export function leftBar(reason, canSave, rest) {
  const words = canSave ? _("You can still save your words.") : _("What you wrote stays here and is not sent.");
  return html`<div class="left-bar" role="alert"><p><b>${reason}</b></p><p>${words}${rest ? html` <span class="rest-words">${rest}</span>` : nothing}</p></div>`;
}

/**
 * Return the notice that somebody else has changed the text while the person was writing. The notice shows the new text
 * of the question or translation.
 * @param {string} label
 * @param {Pick<Text, "text" | "lang" | "dir">} text
 */
export function newerText(label, { text, lang, dir }) {
  return html`<div class="newer" role="alert"><p class="newer-label">${label}</p>
    <p class="voice" lang=${lang || nothing} dir=${dir}>${text || "–"}</p></div>`;
}

/**
 * Return the button that copies a text.
 * @param {() => string} textOf
 */
export function copyButton(textOf) {
  const copy = async (/** @type {Event & {currentTarget: HTMLButtonElement}} */ event) => {
    const said = /** @type {HTMLElement} */ (event.currentTarget.nextElementSibling);
    said.textContent = (await copyText(textOf())) ? _("Copied") : _("Not copied: select the text and copy it.");
    setTimeout(() => {
      said.textContent = "";
    }, SAID);
  };
  return html`<button type="button" class="button" data-copy @click=${copy}>${_("Copy the text")}</button><span class="copied" role="status"></span>`;
}
