/** The editor of a translation; the same for chairs and booth. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, languageName } from "../i18n.js";
import { page } from "../page.js";
import { directionOf } from "../reading.js";

/**
 * @param draft {number, text, sending, error, language?}: into the page's language unless it names another; `text` is written to at each letter, so that nothing is lost where the row is drawn anew
 * @param does {onSend(), onClose()}; Escape closes, Control and Enter send
 */
export function correction(draft, { onSend, onClose }) {
  const id = `correction-${draft.number}`;
  const into = draft.language ?? page.lang;
  const onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const submit = (event) => {
    event.preventDefault();
    onSend();
  };
  return html`<form class="correction" data-correction novalidate aria-busy=${draft.sending ? "true" : nothing} @submit=${submit} @keydown=${onKey}>
    <label for=${id}>${_("Translation into %(language)s", { language: languageName(into) })}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${into} dir=${directionOf(into)} aria-describedby=${draft.error ? `${id}-error` : nothing}
      .value=${live(draft.text)} @input=${(event) => (draft.text = event.currentTarget.value)}></textarea>
    ${draft.error ? html`<p class="error" id="${id}-error" role="alert">${draft.error}</p>` : nothing}
    <div class="correction-acts">
      <button class="button">${_("Keep this translation")}</button>
      <button type="button" class="button quiet" @click=${onClose}>${_("Close")}</button>
    </div>
  </form>`;
}
