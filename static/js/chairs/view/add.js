/** Writing down a question asked aloud or on paper. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { closeAdd, sendAdd, writeAdd } from "../control/adding.js";
import { only } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";
import { cap } from "./row-parts.js";
import { counter, editorKeys } from "./wording.js";

function choice(name, label, options) {
  const id = `add-${name}`;
  return html`<div class="add-choice">
    <label for=${id}>${label}</label>
    <select id=${id} class="field" ?data-first=${name === "group"} @change=${(event) => writeAdd({ [name]: event.currentTarget.value })}>
      ${options.map(([key, words]) => html`<option value=${key} .selected=${live(key === ui.adding[name])}>${words}</option>`)}
    </select>
  </div>`;
}

/** Where nothing is written there is nothing to recognise: the language in which this chair reads then stands for it. */
function languages() {
  const reading = page.session.languages.some(({ code }) => code === page.lang)
    ? languageName(page.lang)
    : _("Another language");
  const unchosen = ui.adding.text.trim() ? _("Detect language") : _("%(language)s, as you read", { language: reading });
  return [
    ["", unchosen],
    ...page.session.languages.map(({ code, name }) => [code, name]),
    ["und", _("Another language")],
  ];
}

function content() {
  const { text } = ui.adding;
  const wrong = ui.notes.get("add");
  const onScreen = only(ui.state, "live");
  const submit = (event) => {
    event.preventDefault();
    sendAdd(false);
  };
  return html`<header>
      <h2 id="add-title">${_("A question asked in the room")}</h2>
      <button type="button" class="button quiet" @click=${closeAdd}>${_("Close")}${cap(_("Esc"))}</button>
    </header>
    <form class="add-form" novalidate aria-busy=${ui.busy.has("add") ? "true" : nothing} @submit=${submit} @keydown=${editorKeys(() => sendAdd(false), closeAdd)}>
      <div class="add-choices">
        ${choice(
          "group",
          _("Group"),
          page.session.groups.map(({ key, label, short }) => [key, key === "undisclosed" ? (short ?? label) : label]),
        )}
        ${choice("language", _("Language"), languages())}
        ${choice("to", _("To"), [["", _("The whole panel")], ...page.session.panellists.map(({ key, name }) => [key, name])])}
        ${page.session.regions.length ? choice("region", _("Region"), [["", _("Not said")], ...page.session.regions.map(({ key, label }) => [key, label])]) : nothing}
      </div>
      <label for="add-text">${_("What was asked, if you have the time")}</label>
      <textarea id="add-text" class="field voice" rows="3" dir="auto" aria-describedby="add-count${wrong ? " add-error" : ""}" aria-invalid=${wrong ? "true" : nothing}
        .value=${live(text)} @input=${(event) => writeAdd({ text: event.currentTarget.value })}></textarea>
      <div class="field-foot">${wrong ? html`<p class="error" id="add-error" role="alert">${wrong}</p>` : nothing}${counter(text, page.session.limits.text, "add-count")}</div>
      <div class="add-acts">
        <button class="button main">${_("Add to the queue")}</button>
        <button type="button" class="button" data-add-live @click=${() => sendAdd(true)}>${_("To the screen now")}</button>
      </div>
      <p class="hint">${onScreen ? _("To the screen: No. %(number)s will be marked answered.", { number: onScreen.number }) : nothing}</p>
    </form>`;
}

/** The popover; empty while closed. */
export function addPopover() {
  return html`<div
    id="add"
    class="popover add"
    popover
    role="dialog"
    aria-labelledby="add-title"
    @toggle=${(event) => event.newState === "closed" && ui.addOpen && closeAdd()}
  >${ui.addOpen ? content() : nothing}</div>`;
}
