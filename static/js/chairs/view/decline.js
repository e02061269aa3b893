/**
 * The dialog in which a chair chooses the reason for declining questions or for muting an asker. It shows the reasons
 * with their keyboard shortcuts, and the text that the asker will read.
 */

/** @import { ChairsQuestion, ReasonView } from "../../shared/contracts.d.ts" */
/** @import { DeclineDialog } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { _, languageName, ngettext } from "../../shared/i18n.js";
import { digitOf, isComposing } from "../../shared/keys.js";
import { page } from "../../shared/page-data.js";
import { chooseReason, closeDecline, preview, previewOther } from "../control/declining.js";
import { walk } from "../control/popover.js";
import { ui } from "../model/ui.js";
import { dialogNotice } from "./dialog-notice.js";
import { onSubmit, onValue } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { wordsOf } from "./question-words.js";
import { cap } from "./row-parts.js";

/**
 * Choose the reason that belongs to a digit key. The arrow keys move the focus from reason to reason.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.target instanceof HTMLInputElement || isComposing(event)) return;
  const digit = digitOf(event);
  const reason = digit ? page.session.reasons[digit - 1] : undefined;
  if (!reason) {
    walk(event, "[data-reason]");
    return;
  }
  event.preventDefault();
  chooseReason(reason.key);
}

/**
 * Return the button of a reason, with its shortcut key. While the button has the focus or the pointer, the dialog shows
 * the text for the asker.
 * @param {ReasonView} reason
 * @param {number} place from 0
 * @param {boolean} isPreviewed
 */
function reasonRow({ key, label }, place, isPreviewed) {
  return html`<li>
    <button
      type="button"
      class="reason"
      data-reason=${key}
      ?data-first=${place === 0}
      ?data-looking=${isPreviewed}
      aria-keyshortcuts=${place + 1}
      aria-describedby="decline-reads"
      @focus=${() => preview(key)}
      @pointerenter=${() => preview(key)}
      @click=${() => chooseReason(key)}
    >${cap(place + 1)}<span>${label}</span>${isPreviewed ? cap(_("Enter")) : nothing}</button>
  </li>`;
}

/**
 * Return the form in which the chair enters the number of another question. The dialog shows this form only for a
 * reason that needs such a number.
 * @param {string} reason
 * @param {number | undefined} otherNumber
 */
function otherForm(reason, otherNumber) {
  const send = onSubmit((form) => {
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("number"));
    const number = Number(field.value);
    if (Number.isInteger(number) && number > 0) chooseReason(reason, number);
    else field.focus();
  });
  const other = otherNumber === undefined ? undefined : ui.state.questions[otherNumber];
  const words = other && wordsOf(other);
  const error = ui.messages.get("decline");
  return html`<form class="duplicate" novalidate @submit=${send}>
    <label for="decline-number">${_("Number of the other question")}</label>
    <input id="decline-number" class="field" name="number" inputmode="numeric" autocomplete="off" maxlength="6" aria-describedby="decline-other" aria-invalid=${error ? "true" : nothing} @input=${onValue((value) => previewOther(Number(value)))} />
    <button class="button">${_("Decline")}</button>
    <p id="decline-other" class="duplicate-other" role="status">
      ${error ? html`<span class="error">${error}</span>` : words ? html`<span class="voice" lang=${words.lang} dir=${words.dir}>${words.text}</span>` : nothing}
    </p>
  </form>`;
}

/**
 * Return the sentence that introduces the text for the asker. For a single question, the sentence also names the
 * question's language. Leave out the language if it is the page's language or is not a language of the session.
 * @param {DeclineDialog} dialog
 */
function leadIn({ views, mute }) {
  if (mute) return _("This person can ask no more questions. For each of their waiting questions they will read this:");
  const language = languageOf(views[0]);
  if (views.length > 1 || !language) return _("They will read this, each in their own language:");
  return language.code === page.lang
    ? _("The person will read this:")
    : _("The person will read this, in %(language)s:", { language: languageName(language.code) });
}

/**
 * Return the language of the question if it is a language of the session, otherwise undefined.
 * @param {ChairsQuestion} view
 */
const languageOf = (view) => page.session.languages.find(({ code }) => code === view.language);

/**
 * Return the text that the asker will read, in the language of the question. If there are several questions, or no text
 * in that language, return the reason's label instead.
 * @param {DeclineDialog} dialog
 * @param {ReasonView | undefined} reason
 */
function askerText(dialog, reason) {
  const [view] = dialog.views;
  const text = dialog.views.length === 1 ? reason?.texts?.[view.language] : undefined;
  return html`<div class="reads" id="decline-reads">
    <p>${leadIn(dialog)}</p>
    ${
      text
        ? html`<p class="voice" lang=${view.language} dir=${languageOf(view)?.dir ?? nothing}>${text}</p>`
        : html`<p class="voice">${reason?.label ?? ""}</p>`
    }
  </div>`;
}

/**
 * Return the heading of the dialog.
 * @param {DeclineDialog} dialog
 */
function titleOf({ views, mute }) {
  const [{ number }] = views;
  if (mute) return _("Stop the asker of No. %(number)s: for which reason?", { number });
  return views.length > 1
    ? ngettext("Decline %(n)s question: for which reason?", "Decline %(n)s questions: for which reason?", views.length)
    : _("Decline No. %(number)s: for which reason?", { number });
}

function content() {
  const dialog = ui.decline;
  if (!dialog) return nothing;
  const { reasons } = page.session;
  const previewed = dialog.preview ?? reasons[0]?.key;
  return html`${popoverHeader("decline-title", titleOf(dialog), closeDecline)}
    ${dialog.mute ? nothing : dialogNotice(dialog.views)}
    <ol class="reasons">
      ${reasons.map((reason, place) => reasonRow(reason, place, dialog.preview === reason.key))}
    </ol>
    ${dialog.reason ? otherForm(dialog.reason, dialog.other) : nothing}
    ${askerText(
      dialog,
      reasons.find(({ key }) => key === previewed),
    )}`;
}

export function declinePopover() {
  const isOpen = () => ui.decline !== null;
  return popover({ id: "decline", labelledBy: "decline-title", isOpen, content, close: closeDecline, onKey });
}
