/** The editor of a translation, which the pages of the chairs and of the booth use. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../editor-keys.js";
import { _, languageName } from "../i18n.js";
import { page } from "../page-data.js";
import { directionOf } from "../reading.js";
import { copyButton, leftBar, newerText } from "./kept-editor.js";

/** @import { Text } from "../reading.js" */
/** @import { SeenWords } from "../seen-words.js" */

/**
 * @typedef {object} CorrectionDraft The draft of a translation.
 * @property {number} number of the question
 * @property {string} text updated at each keystroke, so that a redraw of the row loses nothing
 * @property {string} before the text with which the editor was opened
 * @property {SeenWords} seen the question's texts that the editor has shown (shared/seen-words.js)
 * @property {Partial<SeenWords>} [newer] the texts of the question that changed after the editor had shown them; the
 *   editor now shows these new texts
 * @property {boolean} sending
 * @property {string} error the refusal's sentence, or ""
 * @property {string} left the reason why the question has left the list; "" while it is in the list
 * @property {string} [language] the target language; the reading language by default
 */

/**
 * @typedef {object} CorrectionOptions The functions and texts that the editor receives from its page.
 * @property {() => void} onSend
 * @property {() => void} onClose close the editor and delete unsaved words
 * @property {() => void} onLeave close the editor and keep unsaved words for the next editor of this question
 * @property {boolean} canSave false if the question can no longer be changed
 * @property {string} [rest] the sentence which says that no key acts until the chair chooses a row; empty if keys act
 * @property {Text | null} [original] the question as asked, which the editor shows; null if the page already shows the
 *   question above the editor
 * @property {Text} source the question as asked, even if `original` is null. The editor reads only its language and
 *   direction: if the question's text changes (`draft.newer`), the editor shows the new text with them
 */

/**
 * Return the editor of `draft`. Ctrl+Enter sends; Escape calls `onLeave`.
 * @param {CorrectionDraft} draft
 * @param {CorrectionOptions} options
 */
export function correction(draft, { onSend, onClose, onLeave, canSave, rest, original, source }) {
  const id = `correction-${draft.number}`;
  const target = draft.language ?? page.reading;
  const dir = directionOf(target);
  const send = canSave ? onSend : () => {};
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  };
  const type = (/** @type {Event & {currentTarget: HTMLTextAreaElement}} */ event) => {
    draft.text = event.currentTarget.value;
  };
  const { text, translation } = draft.newer ?? {};
  return html`<form class="correction" data-correction novalidate ?data-left=${draft.left} aria-busy=${draft.sending ? "true" : nothing} @submit=${submit} @keydown=${editorKeys({ onSend: send, onClose: onLeave })}>
    ${draft.left ? leftBar(draft.left, canSave, rest) : nothing}
    ${original ? originalBlock(original) : nothing}
    ${text === undefined ? nothing : newerText(_("The question now reads:"), { ...source, text })}
    ${translation === undefined ? nothing : newerText(_("The translation now reads:"), { text: translation, lang: target, dir })}
    <label for=${id}>${_("Translation into %(language)s", { language: languageName(target) })}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${target} dir=${dir} aria-describedby=${draft.error ? `${id}-error` : nothing}
      .value=${live(draft.text)} @input=${type}></textarea>
    ${draft.error ? html`<p class="error" id="${id}-error" role="alert">${draft.error}</p>` : nothing}
    <div class="correction-acts">
      ${canSave ? html`<button class="button">${_("Save this translation")}</button>` : copyButton(() => draft.text)}
      <button type="button" class="button quiet" @click=${onClose}>${_("Close")}</button>
    </div>
  </form>`;
}

/**
 * Return the question as asked, under a heading that names its language.
 * @param {Text} original
 */
function originalBlock({ text, lang, dir }) {
  const words = lang ? _("Original, in %(language)s", { language: languageName(lang) }) : _("Original");
  return html`<div class="original"><p class="original-head"><span>${words}</span></p>
    <p class="voice" lang=${lang || nothing} dir=${dir}>${text}</p></div>`;
}
