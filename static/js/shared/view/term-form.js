/** The form for a new glossary term, with a field for each language. The pages of booth and chairs use it. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../editor-keys.js";
import { _, languageName } from "../i18n.js";
import { page } from "../page-data.js";

/** @import {TermDraft} from "../term-draft.js" */

/**
 * Return the form with the texts of the draft, the message after a refusal and the latest added term.
 * @param {TermDraft} draft
 * @param {object} options
 * @param {string[]} options.languages in the order of the fields
 * @param {(lang: string, text: string) => void} options.onInput
 * @param {() => void} options.onSend
 * @param {() => void} options.onUndo undoes the addition of the term
 * @param {() => void} options.onClose
 */
export function termForm({ texts, sending, error, added }, { languages, onInput, onSend, onUndo, onClose }) {
  /**
   * Return the field of the term in one language.
   * @param {string} lang
   * @param {number} index
   */
  const field = (lang, index) => {
    const dir = page.session.languages.find(({ code }) => code === lang)?.dir ?? "auto";
    const write = (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) =>
      onInput(lang, event.currentTarget.value);
    return html`<label class="term-field"><span>${languageName(lang)}</span>
      <input class="field" name=${lang} lang=${lang} dir=${dir} maxlength="160" autocomplete="off" ?data-first=${index === 0}
        aria-invalid=${error ? "true" : nothing} aria-describedby=${error ? "term-error" : nothing} .value=${live(texts[lang] ?? "")} @input=${write} /></label>`;
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onSend();
  };
  return html`<form class="term-form" novalidate aria-busy=${sending ? "true" : nothing} @submit=${submit} @keydown=${editorKeys({ onSend, onClose })}>
    <p class="hint">${_("Write the term in each language in which you know it. Engines keep it from now on, and every text shows it marked.")}</p>
    <div class="term-fields">${languages.map(field)}</div>
    <div role="alert">${error ? html`<p class="error" id="term-error">${error}</p>` : nothing}</div>
    <div class="term-acts"><button class="button main">${_("Add to the glossary")}</button></div>
    <div role="status">${
      added
        ? html`<p class="term-added"><span>${_("In the glossary:")} <bdi>${added.words}</bdi></span>${added.version ? html`<button type="button" class="button" data-undo-term @click=${onUndo}>${_("Undo")}</button>` : nothing}</p>`
        : nothing
    }</div>
  </form>`;
}
