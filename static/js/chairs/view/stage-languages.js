/** The button beside *Now* that opens the dialog "Languages of the screen", and the dialog. */

/** @import { LanguageView } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { joinSentences } from "../../shared/sentences.js";
import { languageTag } from "../../shared/view/marks.js";
import { MOST, applyStageLanguages, closeStageLanguages, toggleStageLanguage } from "../control/stage-languages.js";
import { isClosed, ui } from "../model/ui.js";
import { popover, popoverHeader } from "./popover.js";

/**
 * Return the button, which shows the chosen languages to all chairs. Return nothing in a closed session, and in a
 * session with one language.
 */
export function stageLanguagesButton() {
  if (isClosed() || page.session.languages.length < 2) return nothing;
  const codes = ui.state.settings.stage_languages ?? [];
  const title = [_("Languages of the screen"), ...codes.map((code) => code.toUpperCase())].join(" ");
  return html`<button type="button" class="button quiet clear-button" data-act="stage_languages" title=${title} aria-haspopup="dialog">
    <svg class="glyph" viewBox="0 0 18 18" aria-hidden="true" focusable="false"><path d="M1.8 3h14.4v9.6H1.8zM6 16h6M6.4 10.4 9 5.2l2.6 5.2M7.4 8.6h3.2"></path></svg><span>${_("Languages of the screen")}</span>
    ${codes.length ? html`<b class="stage-codes">${codes.map((code) => html`<bdi>${code.toUpperCase()}</bdi> `)}</b>` : nothing}
  </button>`;
}

/**
 * Return the check box of a language in the dialog.
 * @param {LanguageView} language
 * @param {string[]} draft
 * @param {number} place
 */
function languageRow({ code, name, dir }, draft, place) {
  const isChosen = draft.includes(code);
  return html`<label class="kind stage-language" data-language=${code}>
    <input type="checkbox" ?data-first=${place === 0} .checked=${isChosen} ?disabled=${!isChosen && draft.length >= MOST} @change=${() => toggleStageLanguage(code)} />
    <span><bdi lang=${code} dir=${dir}>${name}</bdi></span>${languageTag(code)}
  </label>`;
}

function content() {
  const draft = ui.stageLanguages;
  if (!draft) return nothing;
  const chosen = draft.filter((code) => page.session.languages.some((language) => language.code === code));
  const error = ui.messages.get("stage languages");
  const original = ui.state.settings.chatham_house_rule
    ? _("Each question is shown in these languages alike.")
    : _("The question as it was asked is always shown too.");
  return html`${popoverHeader("stage-languages-title", _("Languages of the screen"), closeStageLanguages)}
    <div class="kinds-form stage-languages-form" aria-busy=${ui.busy.has("stage languages") ? "true" : nothing}>
      <fieldset aria-describedby="stage-languages-hint"><legend class="visually-hidden">${_("Languages of the screen")}</legend>
        ${page.session.languages.map((language, place) => languageRow(language, chosen, place))}
      </fieldset>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <div class="kind-acts">
        <button type="button" class="button main" @click=${() => applyStageLanguages(chosen)} aria-disabled=${chosen.length ? nothing : "true"}>${_("Show these languages")}</button>
        <button type="button" class="button" @click=${() => applyStageLanguages([])}>${_("As usual: the first languages")}</button>
      </div>
    </div>
    <p class="hint" id="stage-languages-hint">${joinSentences(_("Choose up to three languages."), original, _("A projector whose link names its languages keeps them."))}</p>`;
}

export function stageLanguagesPopover() {
  return popover({
    id: "stage-languages",
    labelledBy: "stage-languages-title",
    isOpen: () => ui.stageLanguages !== null,
    content,
    close: closeStageLanguages,
  });
}
