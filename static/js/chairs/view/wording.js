/** The editor of clearer words, in the row beneath what was asked. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { closeWording, sendOwnWords, sendWording, writeWording } from "../control/wording.js";
import { ui } from "../model/ui.js";
import { _, languageName } from "../../shared/i18n.js";
import { graphemes } from "../../shared/graphemes.js";
import { page } from "../../shared/page.js";
import { asAsked } from "../../shared/reading.js";
import { askedBlock } from "./question-words.js";
import { isOpen, read } from "../../shared/view/original.js";

/** How long a text is, of how much; marked once it is too long. */
export function counter(text, limit, id) {
  const length = graphemes(text.trim());
  return html`<span class="count" id=${id} ?data-over=${length > limit}>${_("%(length)s of %(limit)s", { length, limit })}</span>`;
}

/** Escape closes, Control and Enter send; nothing of it reaches the page. */
export function editorKeys(onSend, onClose) {
  return (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** The open editor of this question, or nothing. */
export function wordingOf(view) {
  const draft = ui.wording;
  if (draft?.number !== view.number) return nothing;
  const id = `wording-${view.number}`;
  const send = () => sendWording(view);
  const submit = (event) => {
    event.preventDefault();
    send();
  };
  const { lang, dir } = asAsked(view);
  const isShown = (view.edited && isOpen(view.number)) || (!view.edited && !read(view).original);
  return html`<form class="correction wording" data-wording novalidate aria-busy=${draft.sending ? "true" : nothing} @submit=${submit} @keydown=${editorKeys(send, closeWording)}>
    ${isShown ? nothing : askedBlock(view)}
    <label for=${id}>${view.language === "und" ? _("Clearer words") : _("Clearer words, in %(language)s", { language: languageName(view.language) })}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${lang} dir=${dir} aria-describedby="${id}-count${draft.error ? ` ${id}-error` : ""}" aria-invalid=${draft.error ? "true" : nothing}
      .value=${live(draft.text)} @input=${(event) => writeWording({ text: event.currentTarget.value })}></textarea>
    <div class="field-foot">${draft.error ? html`<p class="error" id="${id}-error" role="alert">${draft.error}</p>` : nothing}${counter(draft.text, page.session.limits.text, `${id}-count`)}</div>
    <label class="tick"><input type="checkbox" .checked=${live(draft.hide)} @change=${(event) => writeWording({ hide: event.currentTarget.checked })} />
      <span>${_("Hide the asker's own words from everybody but the asker and the chairs")}</span></label>
    <div class="correction-acts">
      <button class="button">${_("Keep these words")}</button>
      <button type="button" class="button quiet" @click=${closeWording}>${_("Close")}</button>
      ${view.edited ? html`<button type="button" class="button text" @click=${() => sendOwnWords(view)}>${_("Back to the asker's own words")}</button>` : nothing}
    </div>
  </form>`;
}
