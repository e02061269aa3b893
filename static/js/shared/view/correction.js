/** The editor of a translation, shared by chairs and booth. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../editor-keys.js";
import { _, languageName } from "../i18n.js";
import { page } from "../page-data.js";
import { directionOf } from "../reading.js";

/**
 * @typedef {object} CorrectionDraft
 * @property {number} number of the question
 * @property {string} text updated at each keystroke, so that redrawing the row loses nothing
 * @property {boolean} sending
 * @property {string} error the refusal's sentence, or ""
 * @property {string} [language] the target language; the page's language by default
 */

/**
 * Return the editor of `draft`. Ctrl+Enter sends; Escape closes.
 * @param {CorrectionDraft} draft
 * @param {{onSend: () => void, onClose: () => void}} actions
 */
export function correction(draft, { onSend, onClose }) {
  const id = `correction-${draft.number}`;
  const target = draft.language ?? page.lang;
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onSend();
  };
  const type = (/** @type {Event & {currentTarget: HTMLTextAreaElement}} */ event) => {
    draft.text = event.currentTarget.value;
  };
  return html`<form class="correction" data-correction novalidate aria-busy=${draft.sending ? "true" : nothing} @submit=${submit} @keydown=${editorKeys({ onSend, onClose })}>
    <label for=${id}>${_("Translation into %(language)s", { language: languageName(target) })}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${target} dir=${directionOf(target)} aria-describedby=${draft.error ? `${id}-error` : nothing}
      .value=${live(draft.text)} @input=${type}></textarea>
    ${draft.error ? html`<p class="error" id="${id}-error" role="alert">${draft.error}</p>` : nothing}
    <div class="correction-acts">
      <button class="button">${_("Save this translation")}</button>
      <button type="button" class="button quiet" @click=${onClose}>${_("Close")}</button>
    </div>
  </form>`;
}
