/** The dialog for a question asked aloud or on paper. */

/** @import { Addition } from "../model/aloud.js" */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../../shared/editor-keys.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { addition, closeAdd, sendAdd, writeAdd } from "../control/adding.js";
import { isScreenUnsettled } from "../control/screen-guard.js";
import { uniqueView } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { onSubmit, onValue } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { describedBy, fieldFoot } from "./wording.js";

/**
 * A choice of a menu: the value and its words.
 * @typedef {[key: string, words: string | null]} Option
 */

/**
 * Return a labelled menu for a field of the form.
 * @param {keyof Addition} name
 * @param {string} label
 * @param {Option[]} options
 */
function choice(name, label, options) {
  const id = `add-${name}`;
  const chosen = addition()[name];
  return html`<div class="add-choice">
    <label for=${id}>${label}</label>
    <select id=${id} class="field" @change=${onValue((value) => writeAdd({ [name]: value }))}>
      ${options.map(([key, words]) => html`<option value=${key} .selected=${live(key === chosen)}>${words}</option>`)}
    </select>
  </div>`;
}

/**
 * Return the options of the language menu. If the question has no text, the server cannot detect the language. The
 * server then assumes the language in which this chair reads.
 * @returns {Option[]}
 */
function languages() {
  const isOfSession = page.session.languages.some(({ code }) => code === page.reading);
  const own = isOfSession
    ? _("%(language)s, your language", { language: languageName(page.reading) })
    : _("Another language");
  const byDefault = addition().text.trim() ? _("Detect language") : own;
  return [
    ["", byDefault],
    ...page.session.languages.map(({ code, name }) => /** @type {Option} */ ([code, name])),
    ["und", _("Another language")],
  ];
}

function choices() {
  const { groups, panellists, regions, topics } = page.session;
  /** @type {Option[]} */
  const groupOptions = groups.map(({ key, label, short }) => [key, key === "undisclosed" ? (short ?? label) : label]);
  /** @type {Option[]} */
  const panellistOptions = panellists.map(({ key, name }) => [key, name]);
  /** @type {Option[]} */
  const regionOptions = regions.map(({ key, label }) => [key, label]);
  /** @type {Option[]} */
  const topicOptions = topics.map(({ key, label }) => [key, label]);
  return html`<div class="add-choices">
    ${choice("group", _("Group"), groupOptions)}
    ${choice("language", _("Language"), languages())}
    ${choice("to", _("To"), [["", _("The whole panel")], ...panellistOptions])}
    ${regions.length ? choice("region", _("Region"), [["", _("Not said")], ...regionOptions]) : nothing}
    ${topics.length ? choice("topic", _("Topic"), [["", _("No topic")], ...topicOptions]) : nothing}
  </div>`;
}

function content() {
  const { text } = addition();
  const error = ui.messages.get("add");
  const onScreen = uniqueView(ui.state, "live");
  const toQueue = () => sendAdd(false);
  return html`${popoverHeader("add-title", _("A question asked in the room"), closeAdd)}
    <form class="add-form" novalidate aria-busy=${ui.busy.has("add") ? "true" : nothing} @submit=${onSubmit(toQueue)} @keydown=${editorKeys({ onSend: toQueue, onClose: closeAdd })}>
      <label for="add-text">${_("What was asked, if you have the time")}</label>
      <textarea id="add-text" class="field voice" rows="3" data-first dir="auto" aria-describedby=${describedBy("add", error)} aria-invalid=${error ? "true" : nothing}
        .value=${live(text)} @input=${onValue((value) => writeAdd({ text: value }))}></textarea>
      ${fieldFoot("add", text, page.session.limits.text, error)}
      ${choices()}
      <div class="add-acts">
        <button class="button main">${_("Add to the queue")}</button>
        <button type="button" class="button" data-add-live aria-disabled=${isScreenUnsettled() ? "true" : nothing} @click=${() => sendAdd(true)}>${_("To the screen now")}</button>
      </div>
      <p class="hint">${onScreen ? _("To the screen: No. %(number)s will be marked answered.", { number: onScreen.number }) : nothing}</p>
    </form>`;
}

export function addPopover() {
  return popover({ id: "add", labelledBy: "add-title", isOpen: () => ui.addOpen, content, close: closeAdd });
}
