/**
 * The dialog "Several questions", which declines or releases all waiting questions of one kind, for example of one
 * asker. It lists the kinds with the number of their questions, and the acts on the chosen kind.
 */

/** @import { KindChoice } from "../model/kinds.js" */
/** @import { KindsDialog } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { _, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { actOnKind, chooseKind, chooseKindReason, closeKinds, holdNewcomers } from "../control/kinds.js";
import { kindCount, kindLabel } from "../model/kinds.js";
import { ui } from "../model/ui.js";
import { onValue } from "./events.js";
import { heldButton } from "./newcomers.js";
import { popover, popoverHeader } from "./popover.js";
import { wordsOf } from "./question-words.js";

/**
 * Return an entry of the dialog's list: a kind (set of questions) with the number of its questions.
 * @param {KindChoice} choice
 * @param {number} place
 * @param {boolean} isChosen
 */
function kindRow(choice, place, isChosen) {
  const { kind, preview } = choice;
  return html`<label class="kind" data-kind=${kind}>
    <input type="radio" name="kind" ?data-first=${place === 0} .checked=${isChosen} @change=${() => chooseKind(place)} />
    <span>${kindLabel(choice)}</span><span class="kind-count">${preview ? kindCount(preview) : "…"}</span>
  </label>`;
}

/**
 * Return the select box of the reason for declining.
 * @param {string} chosen the key of the chosen reason
 */
function reasonField(chosen) {
  // Leave out the reason "duplicate", which needs the number of the repeated question. The questions of a kind do not
  // always repeat the same question.
  const reasons = page.session.reasons.filter(({ key }) => key !== "duplicate");
  return html`<label for="kind-reason">${_("Reason")}</label>
    <select id="kind-reason" class="field" @change=${onValue(chooseKindReason)}>
      ${reasons.map(({ key, label }) => html`<option value=${key} ?selected=${key === chosen}>${label}</option>`)}
    </select>`;
}

/**
 * Return the switch "new phones wait", and the button that shows the questions waiting for release. The bar under the
 * masthead (newcomers.js) has them too. The dialog repeats them, because the bar is sometimes hidden. On a phone, the
 * bar has only the button "Several questions…".
 */
function newPhones() {
  const isOn = Boolean(ui.state.settings.newcomers_held_from);
  const turn = () => {
    closeKinds();
    holdNewcomers(!isOn);
  };
  const words = isOn
    ? _("New questions of these phones then come into Incoming. Those that wait stay there until you release them.")
    : _("Questions of phones that come from now on wait until you release them.");
  return html`<div class="kind-switch"><p>
      <button type="button" class="button" @click=${turn}>${isOn ? _("Let new phones in") : _("Let new phones wait")}</button>
      ${heldButton()}</p>
    <p>${words}</p></div>`;
}

/**
 * Return the list from which the chair chooses the kind, and the buttons of the acts. Do not use a form element,
 * because Enter would submit the form. A chair can open the dialog with Enter and press Enter a second time by mistake.
 * The second press must not decline all questions of a kind.
 * @param {KindsDialog} dialog
 */
function kindsForm({ choices, chosen, reason }) {
  const preview = choices[chosen]?.preview;
  const held = preview?.held ?? 0;
  const all = held + (preview?.incoming ?? 0);
  const error = ui.messages.get("kind");
  return html`<div class="kinds-form" aria-busy=${ui.busy.has("kind") ? "true" : nothing}>
      <fieldset><legend class="visually-hidden">${_("Which questions")}</legend>
        ${choices.map((choice, place) => kindRow(choice, place, place === chosen))}
      </fieldset>
      <div class="kind-decline">${reasonField(reason)}</div>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <div class="kind-acts">
        <button type="button" class="button main" @click=${() => actOnKind("decline_kind")} aria-disabled=${all ? nothing : "true"}>${ngettext("Decline %(n)s question", "Decline %(n)s questions", all)}</button>
        ${held ? html`<button type="button" class="button" @click=${() => actOnKind("release_kind")}>${ngettext("Release %(n)s question", "Release %(n)s questions", held)}</button>` : nothing}
      </div>
    </div>
    <p class="hint">${_("You can undo this in one step. Each asker reads the reason in their own language.")}</p>`;
}

function content() {
  const dialog = ui.kinds;
  if (!dialog) return nothing;
  const { view, choices } = dialog;
  const words = view && wordsOf(view);
  return html`${popoverHeader("kinds-title", _("Several questions"), closeKinds)}
    ${words ? html`<p class="voice kind-question" lang=${words.lang} dir=${words.dir}>${words.text}</p>` : nothing}
    ${choices.length ? kindsForm(dialog) : nothing} ${newPhones()}`;
}

export function kindsPopover() {
  const isOpen = () => ui.kinds !== null;
  return popover({ id: "kinds", labelledBy: "kinds-title", isOpen, content, close: closeKinds });
}
