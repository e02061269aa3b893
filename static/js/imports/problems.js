/** The table of the rows that are not imported, with line, reason and text. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";

/** @import {RefusedRowView} from "../shared/contracts.d.ts" */

/**
 * Return the table of the rows that are not imported.
 * @param {RefusedRowView[]} rows
 * @param {number} count the number of all rows that are not imported; `rows` sometimes contains only the first rows
 */
export function problemTable(rows, count) {
  const further = count - rows.length;
  return html`<div class="frame" role="region" tabindex="0" aria-label=${_("Rows that are not imported")}><table data-problems>
    <thead><tr><th scope="col">${_("Line")}</th><th scope="col">${_("Reason")}</th><th scope="col">${_("Text")}</th></tr></thead>
    <tbody>${rows.map(
      ({ line, code, reason, text }) =>
        html`<tr data-code=${code}><td>${formatNumber(line)}</td><td>${reason}</td><td data-role="text" dir="auto">${text}</td></tr>`,
    )}</tbody>
  </table></div>
  ${further > 0 ? html`<p class="hint">${ngettext("and %(n)s more row", "and %(n)s more rows", further, { n: formatNumber(further) })}</p>` : nothing}`;
}
