/** The record of the session as files, and the public ledger. */

import { html } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";

/** @type {[format: string, words: () => [name: string, meaning: string]][]} */
const FORMATS = [
  ["html", () => [_("Report"), _("to print and publish")]],
  ["xlsx", () => [_("Workbook"), _("for a spreadsheet")]],
  ["csv", () => ["CSV", _("one line for each question")]],
  ["json", () => ["JSON", _("everything, for programs")]],
];

export function recordSection() {
  const { code } = page.session;
  return html`<section class="part" aria-labelledby="record-heading">
    <h2 id="record-heading">${_("Record")}</h2>
    <ul class="record">${FORMATS.map(([format, words]) => {
      const [name, meaning] = words();
      return html`<li><a href=${`/api/s/${code}/organiser/export?format=${format}&lang=${page.lang}`} download=${`${code}.${format}`} data-export=${format}>${name}</a> <span class="hint">${meaning}</span></li>`;
    })}
      <li><a href=${`/s/${code}/ledger`}>${_("Public ledger")}</a> <span class="hint">${_("who was heard, for everybody to read")}</span></li>
    </ul>
  </section>`;
}
