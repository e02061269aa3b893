/** The dialog for a question asked aloud or on paper. */

/** @import { Addition } from "../model/aloud.js" */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { editorKeys } from "../../shared/editor-keys.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { addition, closeAdd, sendAdd, writeAdd } from "../control/adding.js";
import { uniqueView } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { onSubmit, onValue } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { describedBy, fieldFoot } from "./wording.js";

/** @typedef {[key: string, words: string | null]} Option */

/**
 * @param {keyof Addition} name
 * @param {string} label
 * @param {Option[]} options
 */
function choice(name, label, options) {
  const id = `add-${name}`;
  const chosen = addition()[name];
  return html`<div class="add-choice">
    <label for=${id}>${label}</label>
    <select id=${id} class="field" ?data-first=${name === "group"} @change=${onValue((value) => writeAdd({ [name]: value }))}>
      ${options.map(([key, words]) => html`<option value=${key} .selected=${live(key === chosen)}>${words}</option>`)}
    </select>
  </div>`;
}

/**
 * Return the choices of the language. Without a text, the server cannot detect the language and assumes the language in
 * which this chair reads.
 * @returns {Option[]}
 */
function languages() {
  const isOfSession = page.session.languages.some(({ code }) => code === page.lang);
  const language = isOfSession ? languageName(page.lang) : _("Another language");
  const byDefault = addition().text.trim() ? _("Detect language") : _("%(language)s, as you read", { language });
  return [
    ["", byDefault],
    ...page.session.languages.map(({ code, name }) => /** @type {Option} */ ([code, name])),
    ["und", _("Another language")],
  ];
}

function choices() {
  const { groups, panellists, regions } = page.session;
  /** @type {Option[]} */
  const groupOptions = groups.map(({ key, label, short }) => [key, key === "undisclosed" ? (short ?? label) : label]);
  /** @type {Option[]} */
  const panellistOptions = panellists.map(({ key, name }) => [key, name]);
  /** @type {Option[]} */
  const regionOptions = regions.map(({ key, label }) => [key, label]);
  return html`<div class="add-choices">
    ${choice("group", _("Group"), groupOptions)}
    ${choice("language", _("Language"), languages())}
    ${choice("to", _("To"), [["", _("The whole panel")], ...panellistOptions])}
    ${regions.length ? choice("region", _("Region"), [["", _("Not said")], ...regionOptions]) : nothing}
  </div>`;
}

function content() {
  const { text } = addition();
  const error = ui.messages.get("add");
  const onScreen = uniqueView(ui.state, "live");
  const toQueue = () => sendAdd(false);
  return html`${popoverHeader("add-title", _("A question asked in the room"), closeAdd)}
    <form class="add-form" novalidate aria-busy=${ui.busy.has("add") ? "true" : nothing} @submit=${onSubmit(toQueue)} @keydown=${editorKeys({ onSend: toQueue, onClose: closeAdd })}>
      ${choices()}
      <label for="add-text">${_("What was asked, if you have the time")}</label>
      <textarea id="add-text" class="field voice" rows="3" dir="auto" aria-describedby=${describedBy("add", error)} aria-invalid=${error ? "true" : nothing}
        .value=${live(text)} @input=${onValue((value) => writeAdd({ text: value }))}></textarea>
      ${fieldFoot("add", text, page.session.limits.text, error)}
      <div class="add-acts">
        <button class="button main">${_("Add to the queue")}</button>
        <button type="button" class="button" data-add-live @click=${() => sendAdd(true)}>${_("To the screen now")}</button>
      </div>
      <p class="hint">${onScreen ? _("To the screen: No. %(number)s will be marked answered.", { number: onScreen.number }) : nothing}</p>
    </form>`;
}

export function addPopover() {
  return popover({ id: "add", labelledBy: "add-title", isOpen: () => ui.addOpen, content, close: closeAdd });
}
