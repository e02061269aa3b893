/** The editor of a chair's wording. The page shows the editor in the list in which the chair opened it. */

/** @import { ListName } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../../shared/editor-keys.js";
import { graphemes } from "../../shared/graphemes.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { asAsked } from "../../shared/reading.js";
import { isOpen, read } from "../../shared/view/original.js";
import { copyButton, leftBar, newerText } from "../../shared/view/kept-editor.js";
import { closeWording, leaveWording, sendOwnWords, sendWording, writeWording } from "../control/wording.js";
import { editedView } from "../model/editors.js";
import { ui } from "../model/ui.js";
import { restWords } from "./editors.js";
import { onSubmit, onTick, onValue } from "./events.js";
import { askedBlock } from "./question-words.js";
import { saveFirstStrip } from "./save-first.js";

/**
 * Return the counter "12 of 300": the length of the text and its maximum. Mark the counter if the text is too long.
 * @param {string} text
 * @param {number} limit in graphemes
 * @param {string} id
 */
export function counter(text, limit, id) {
  const length = graphemes(text);
  return html`<span class="count" id=${id} ?data-over=${length > limit}>${_("%(length)s of %(limit)s", { length, limit })}</span>`;
}

/**
 * Return the line under a text field: the sentence of the refusal, if any, and the counter. The ids of these two
 * elements begin with `id`.
 * @param {string} id
 * @param {string} text
 * @param {number} limit in graphemes
 * @param {string | undefined} error
 */
export function fieldFoot(id, text, limit, error) {
  return html`<div class="field-foot">${error ? html`<p class="error" id="${id}-error" role="alert">${error}</p>` : nothing}${counter(text, limit, `${id}-count`)}</div>`;
}

/**
 * Return the ids of the elements that describe a text field (see `fieldFoot`), for `aria-describedby`.
 * @param {string} id
 * @param {string | undefined} error
 */
export const describedBy = (id, error) => (error ? `${id}-count ${id}-error` : `${id}-count`);

/**
 * Return the editor if it is open for this question in this list. Otherwise return nothing.
 * @param {ListName} list
 * @param {number} number
 */
export function wordingOf(list, number) {
  const draft = ui.wording;
  if (draft?.number !== number || draft.list !== list) return nothing;
  const id = `wording-${number}`;
  const { text, hide, sending, error, left, newer } = draft;
  const present = editedView(draft);
  const canSave = present !== null;
  const view = present ?? draft.view;
  const { lang, dir } = asAsked(view);
  const send = canSave ? sendWording : () => {};
  const label =
    view.language === "und"
      ? _("Clearer words")
      : _("Clearer words, in %(language)s", { language: languageName(view.language) });
  // Show the asker's own words beside the field if the row above does not show them already.
  const isAbove = view.edited ? isOpen(number) : !read(view).original;
  const back = html`<button type="button" class="button text" @click=${sendOwnWords}>${_("Back to the asker's own words")}</button>`;
  return html`<form class="correction wording" data-wording novalidate ?data-left=${left} aria-busy=${sending ? "true" : nothing} @submit=${onSubmit(send)} @keydown=${editorKeys({ onSend: send, onClose: leaveWording })}>
    ${left ? leftBar(left, canSave, restWords()) : nothing}
    ${isAbove ? nothing : askedBlock(view)}
    ${newer === undefined ? nothing : newerText(_("The question now reads:"), { text: newer, lang, dir })}
    <label for=${id}>${label}</label>
    <textarea id=${id} class="field voice" rows="3" lang=${lang} dir=${dir} aria-describedby=${describedBy(id, error)} aria-invalid=${error ? "true" : nothing}
      .value=${live(text)} @input=${onValue((value) => writeWording({ text: value }))}></textarea>
    ${fieldFoot(id, text, page.session.limits.text, error)}
    ${canSave ? hideTick(hide) : nothing}
    <div class="correction-acts">
      ${canSave ? html`<button class="button">${_("Save these words")}</button>` : copyButton(() => ui.wording?.text ?? text)}
      <button type="button" class="button quiet" @click=${closeWording}>${_("Close")}</button>
      ${view.edited && canSave ? back : nothing}
    </div>
  </form>${saveFirstStrip("wording", number)}`;
}

/**
 * Return the check box that hides the asker's own words.
 * @param {boolean} isHidden
 */
function hideTick(isHidden) {
  return html`<label class="tick"><input type="checkbox" .checked=${live(isHidden)} @change=${onTick((isTicked) => writeWording({ hide: isTicked }))} />
    <span>${_("Hide the asker's own words from everybody but the asker and the chairs")}</span></label>`;
}
