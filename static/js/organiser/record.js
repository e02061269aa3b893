/** The section with links to the record of the session (files in several formats) and to the public ledger. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { change, ui } from "./ui.js";

/** @type {[format: string, words: () => [name: string, meaning: string]][]} */
const FORMATS = [
  ["html", () => [_("Report"), _("to print and publish")]],
  ["xlsx", () => [_("Workbook"), _("for a spreadsheet")]],
  ["csv", () => ["CSV", _("one line for each question")]],
  ["json", () => ["JSON", _("everything, for programs")]],
];

/**
 * Return the address of the record's file in this format. If the organiser has chosen a language, the file has
 * questions and labels in this language. Otherwise, the questions are as asked, and the labels are in the language of
 * the page.
 * @param {string} format
 */
function addressOf(format) {
  const { recordLanguage: language, originalsOnly } = ui;
  const query = new URLSearchParams({ format });
  if (language) query.set("language", language);
  else query.set("lang", page.lang);
  if (originalsOnly && !isUnderRule()) query.set("originals_only", "1");
  return `/api/s/${page.session.code}/organiser/export?${query}`;
}

/**
 * Return whether the Chatham House Rule is on. Under the Rule, the record does not say which texts are the originals.
 */
const isUnderRule = () => Boolean(ui.state?.settings.chatham_house_rule);

/** Return the choice of the language of the questions, and the switch that leaves the translations out. */
function choices() {
  const onLanguage = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ { currentTarget }) =>
    change({ recordLanguage: currentTarget.value });
  const onOriginals = (/** @type {Event & {currentTarget: HTMLInputElement}} */ { currentTarget }) =>
    change({ originalsOnly: currentTarget.checked });
  return html`<div class="record-choices">
      <label for="record-language">${_("Questions in the record")}</label>
      <select id="record-language" class="field" @change=${onLanguage}>
        <option value="" ?selected=${!ui.recordLanguage}>${_("as asked, with all translations")}</option>
        ${page.session.languages.map(({ code, name, dir }) => html`<option value=${code} lang=${code} dir=${dir} ?selected=${code === ui.recordLanguage}>${name}</option>`)}
      </select>
      ${isUnderRule() ? nothing : html`<label class="tick"><input type="checkbox" id="originals-only" .checked=${ui.originalsOnly} @change=${onOriginals} /> ${_("originals only, without translations")}</label>`}
    </div>
    <p class="hint">${_("A question without a translation into the chosen language is shown as it was asked. Every translation names its source.")}</p>`;
}

export function recordSection() {
  const { code } = page.session;
  return html`<section class="part" aria-labelledby="record-heading">
    <h2 id="record-heading">${_("Record")}</h2>
    ${page.session.languages.length > 1 ? choices() : nothing}
    <ul class="record">${FORMATS.map(([format, words]) => {
      const [name, meaning] = words();
      return html`<li><a href=${addressOf(format)} download=${`${code}.${format}`} data-export=${format}>${name}</a> <span class="hint">${meaning}</span></li>`;
    })}
      <li><a href=${`/s/${code}/ledger`}>${_("Public ledger")}</a> <span class="hint">${_("who was heard, for everybody to read")}</span></li>
    </ul>
  </section>`;
}
