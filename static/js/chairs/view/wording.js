/** The editor of a chair's wording, in the row of its question. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../../shared/editor-keys.js";
import { graphemes } from "../../shared/graphemes.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { asAsked } from "../../shared/reading.js";
import { isOpen, read } from "../../shared/view/original.js";
import { closeWording, sendOwnWords, sendWording, writeWording } from "../control/wording.js";
import { ui } from "../model/ui.js";
import { onSubmit, onTick, onValue } from "./events.js";
import { askedBlock } from "./question-words.js";

/**
 * Return the length of a text and the maximum length. Mark a text that is too long.
 * @param {string} text
 * @param {number} limit in graphemes
 * @param {string} id
 */
export function counter(text, limit, id) {
  const length = graphemes(text.trim());
  return html`<span class="count" id=${id} ?data-over=${length > limit}>${_("%(length)s of %(limit)s", { length, limit })}</span>`;
}

/**
 * Return the line under a text field: the refusal's sentence and the counter. Their ids begin with `id`.
 * @param {string} id
 * @param {string} text
 * @param {number} limit in graphemes
 * @param {string | undefined} error
 */
export function fieldFoot(id, text, limit, error) {
  return html`<div class="field-foot">${error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : nothing}${counter(text, limit, `${id}-count`)}</div>`;
}

/**
 * Return the ids of the elements that describe a text field; fieldFoot returns these elements.
 * @param {string} id
 * @param {string | undefined} error
 */
export const describedBy = (id, error) => (error ? `${id}-count ${id}-error` : `${id}-count`);

/**
 * Return the editor, if it is open for this question.
 * @param {ChairsQuestion} view
 */
export function wordingOf(view) {
  const draft = ui.wording;
  if (draft?.number !== view.number) return nothing;
  const id = `wording-${view.number}`;
  const { text, hide, sending, error } = draft;
  const { lang, dir } = asAsked(view);
  const send = () => sendWording(view);
  const label =
    view.language === "und"
      ? _("Clearer words")
      : _("Clearer words, in %(language)s", { language: languageName(view.language) });
  // Show the asker's own words beside the field, unless the row above shows them already.
  const isAbove = view.edited ? isOpen(view.number) : !read(view).original;
  return html`<form class="correction wording" data-wording novalidate aria-busy=${sending ? "true" : nothing} @submit=${onSubmit(send)} @keydown=${editorKeys({ onSend: send, onClose: closeWording })}>
    ${isAbove ? nothing : askedBlock(view)}
    <label for=${id}>${label}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${lang} dir=${dir} aria-describedby=${describedBy(id, error)} aria-invalid=${error ? "true" : nothing}
      .value=${live(text)} @input=${onValue((value) => writeWording({ text: value }))}></textarea>
    ${fieldFoot(id, text, page.session.limits.text, error)}
    <label class="tick"><input type="checkbox" .checked=${live(hide)} @change=${onTick((isTicked) => writeWording({ hide: isTicked }))} />
      <span>${_("Hide the asker's own words from everybody but the asker and the chairs")}</span></label>
    <div class="correction-acts">
      <button class="button">${_("Save these words")}</button>
      <button type="button" class="button quiet" @click=${closeWording}>${_("Close")}</button>
      ${view.edited ? html`<button type="button" class="button text" @click=${() => sendOwnWords(view)}>${_("Back to the asker's own words")}</button>` : nothing}
    </div>
  </form>`;
}
