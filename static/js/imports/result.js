/** Step 3 of an import: the result, and the rows that were not imported, as a table and as a file. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { problemTable } from "./problems.js";
import { closeFile, ui } from "./ui.js";

/** @import {ImportResult} from "../shared/contracts.d.ts" */

/**
 * Save a CSV file that contains the rows that were not imported.
 * @param {string} text
 */
function download(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = Object.assign(document.createElement("a"), {
    href: url,
    download: `${page.session.code}-rows-not-imported.csv`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * Return the rows that were not imported; nothing if all rows were imported.
 * @param {ImportResult} result
 */
function notTaken({ refused, refused_count: count, bad_rows: badRows }) {
  if (!count) return nothing;
  return html`<section aria-labelledby="bad-heading">
    <div class="part-head"><h2 id="bad-heading">${_("Not imported")}</h2>
      <button type="button" class="button text" data-download @click=${() => download(badRows)}>${_("Download these rows as CSV")}</button></div>
    <p class="hint">${_("Correct the rows in that file and import it. Rows that are here already are not added again.")}</p>
    ${problemTable(refused, count)}
  </section>`;
}

export function resultStep() {
  const result = /** @type {ImportResult} */ (ui.result);
  /** @type {[name: string, label: string, value: number][]} */
  const figures = [
    ["rows", _("rows read"), result.rows],
    ["added", _("questions added to Incoming"), result.count],
    ["known", _("here already"), result.known],
    ["refused", _("not imported"), result.refused_count],
  ];
  const isKnown = result.known && !result.count && !result.refused_count;
  return html`<section aria-labelledby="result-heading">
      <h2 id="result-heading" tabindex="-1">${isKnown ? _("All rows are here already. Nothing was added.") : _("Result")}</h2>
      <dl class="figures">${figures.map(([name, label, value]) => html`<div><dt class="hint">${label}</dt><dd class=${name} data-figure=${name}>${formatNumber(value)}</dd></div>`)}</dl>
    </section>
    ${notTaken(result)}
    <button type="button" class="button" @click=${closeFile}>${_("Import another file")}</button>`;
}
