/** Step 2 of an import: the columns with the first rows, the choices for all rows, and the expected result. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { foreign, page } from "../shared/page-data.js";
import { leftOutSentence } from "./names.js";
import { problemTable } from "./problems.js";
import { choose, closeFile, note, runImport, ui } from "./ui.js";

/** @import {ImportPreview, ImportRow} from "../shared/contracts.d.ts" */

/** @type {[role: string, label: () => string][]} */
const ROLES = [
  ["", () => _("Left out")],
  ["text", () => _("Question")],
  ["time", () => _("Time")],
  ["group", () => _("Group")],
  ["region", () => _("Region")],
  ["topic", () => _("Topic")],
  ["language", () => _("Language")],
  ["source", () => _("Source")],
  ["name", () => _("Name")],
  ["mail", () => _("Email address")],
];
const ENCODINGS = ["utf-8", "utf-16", "windows-1252", "windows-1251", "windows-1256"];

/** @type {Record<string, () => string>} */
const FORMS = {
  "CSV, comma": () => _("CSV with commas"),
  "CSV, semicolon": () => _("CSV with semicolons"),
  "CSV, tab": () => _("table with tabs"),
};

/**
 * Return the role of a column, such as "text" or "group"; "" if the column is not imported.
 * @param {ImportPreview} preview
 * @param {number} index
 */
const roleOf = ({ columns }, index) => Object.keys(columns).find((role) => columns[role] === index) ?? "";

/**
 * Give a column a role. If another column had this role, that column loses its role and is no longer imported.
 * @param {ImportPreview} preview
 * @param {number} index
 * @param {string} role
 */
function assign({ columns }, index, role) {
  const others = Object.entries(columns).filter(([name, column]) => name !== role && column !== index);
  choose({ columns: Object.fromEntries(role ? [...others, [role, index]] : others) });
}

/**
 * Return the heading of a column, with the select box of its role.
 * @param {ImportPreview} preview
 * @param {string} title
 * @param {number} index
 */
function columnHead(preview, title, index) {
  const role = roleOf(preview, index);
  const onChange = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ { currentTarget }) =>
    assign(preview, index, currentTarget.value);
  return html`<th scope="col" data-role=${role} ?data-left-out=${!role}><span dir="auto">${title.slice(0, 80)}</span>
    <select class="field" data-column=${index} aria-label=${_("Use of the column %(column)s", { column: title.slice(0, 80) || index + 1 })} .value=${live(role)} @change=${onChange}>
      ${ROLES.map(([value, label]) => html`<option value=${value} ?selected=${value === role}>${label()}</option>`)}
    </select></th>`;
}

/**
 * Return the table row for one of the file's first rows. Columns that are not imported are marked.
 * @param {ImportPreview} preview
 * @param {ImportRow} row
 */
function firstRow(preview, { line, cells }) {
  return html`<tr><td>${formatNumber(line)}</td>${preview.header.map((_title, index) => {
    const role = roleOf(preview, index);
    const cell = cells[index] ?? (index < cells.length ? null : "");
    const content =
      cell === null
        ? html`<span class="bar" aria-hidden="true"></span><span class="visually-hidden">${_("Left out")}</span>`
        : cell;
    return html`<td data-role=${role} ?data-left-out=${!role}><bdi>${content}</bdi></td>`;
  })}</tr>`;
}

/**
 * Return the table of the first rows.
 * @param {ImportPreview} preview
 */
function table(preview) {
  const further = preview.rows - preview.first.length;
  return html`<div class="frame" role="region" tabindex="0" aria-label=${_("First rows")}><table>
      <thead><tr><th scope="col">${_("Line")}</th>${preview.header.map((title, index) => columnHead(preview, title, index))}</tr></thead>
      <tbody>${preview.first.map((row) => firstRow(preview, row))}</tbody>
    </table></div>
    ${further > 0 ? html`<p class="hint">${ngettext("and %(n)s more row", "and %(n)s more rows", further, { n: formatNumber(further) })}</p>` : nothing}`;
}

/**
 * Return the collapsed fields for the encoding and for the line of the header.
 * @param {ImportPreview} preview
 */
function reading({ header_line: line, encoding }) {
  const setEncoding = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ { currentTarget }) =>
    choose({ encoding: currentTarget.value });
  const setHeader = (/** @type {Event & {currentTarget: HTMLInputElement}} */ { currentTarget }) =>
    choose({ header: currentTarget.value, columns: null });
  return html`<details class="reading"><summary>${_("Is this read wrongly?")}</summary><div class="fields">
    ${
      encoding
        ? html`<label class="label">${_("Encoding of the characters")}
      <select class="field" data-encoding .value=${live(ui.choices.encoding || encoding)} @change=${setEncoding}>${ENCODINGS.map((name) => html`<option value=${name} ?selected=${name === (ui.choices.encoding || encoding)}>${name.toUpperCase()}</option>`)}</select></label>`
        : nothing
    }
    ${
      line
        ? html`<label class="label">${_("Line with the names of the columns")}
      <input class="field" data-header type="number" inputmode="numeric" min="1" .value=${live(String(line))} @change=${setHeader} /></label>`
        : nothing
    }
  </div></details>`;
}

/**
 * Return the fields under "For all rows": the source of all questions, the group for rows that contain no group, and
 * the language for rows that contain no language.
 * @param {ImportPreview} preview
 */
function forAllRows(preview) {
  const on = (/** @type {"source" | "group" | "language"} */ name) => (/** @type {Event} */ event) =>
    note({ [name]: /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value });
  const { source, group, language } = ui.choices;
  return html`<section aria-labelledby="all-heading"><h2 id="all-heading">${_("For all rows")}</h2>
    <label class="label" for="source">${_("Source shown with the questions")}</label>
    <input class="field" id="source" maxlength="40" dir="auto" placeholder=${preview.product ?? _("sent before")} .value=${live(source)} @input=${on("source")} />
    <label class="label" for="group">${_("Group, if a row has none")}</label>
    <select class="field" id="group" .value=${live(group)} @change=${on("group")}>
      <option value="">${_("Not said")}</option>
      ${page.session.groups.filter(({ key }) => key !== "undisclosed").map(({ key, label, lang }) => html`<option value=${key} lang=${foreign({ lang }) ?? nothing}>${label}</option>`)}
    </select>
    <label class="label" for="language">${_("Language, if a row has none")}</label>
    <select class="field" id="language" .value=${live(language)} @change=${on("language")}>
      <option value="">${_("Detect it in each row")}</option>
      ${page.session.languages.map(({ code, name }) => html`<option value=${code} lang=${code}>${name}</option>`)}
    </select>
  </section>`;
}

/**
 * Return the sentence about rows with an unknown value in a column: a value that the session does not define.
 * @param {string} role
 * @param {number} rows
 */
function unmatchedSentence(role, rows) {
  const column = ROLES.find(([name]) => name === role)?.[1]() ?? role;
  return ngettext(
    "%(column)s: %(n)s row has a value that this session does not know. The value is not imported.",
    "%(column)s: %(n)s rows have values that this session does not know. The values are not imported.",
    rows,
    { column, n: formatNumber(rows) },
  );
}

/**
 * Return the expected result of the import.
 * @param {ImportPreview} preview
 */
function expected({ columns, count, known, over, refused_count: bad, refused, unmatched }) {
  const n = (/** @type {number} */ value) => ({ n: formatNumber(value) });
  const hasText = "text" in columns;
  return html`<section aria-labelledby="expected-heading"><h2 id="expected-heading">${_("What will happen")}</h2>
    ${
      hasText
        ? html`<div role="status"><ul class="expected">
      <li data-count>${ngettext("%(n)s question goes to Incoming.", "%(n)s questions go to Incoming.", count, n(count))}</li>
      ${known ? html`<li data-known>${ngettext("%(n)s row is here already and is not added again.", "%(n)s rows are here already and are not added again.", known, n(known))}</li>` : nothing}
      ${over ? html`<li>${ngettext("%(n)s question has no room in Incoming.", "%(n)s questions have no room in Incoming.", over, n(over))}</li>` : nothing}
      ${Object.entries(unmatched).map(([role, rows]) => html`<li data-unmatched=${role}>${unmatchedSentence(role, rows)}</li>`)}
      ${bad ? html`<li data-bad>${ngettext("%(n)s row cannot be imported.", "%(n)s rows cannot be imported.", bad, n(bad))}</li>` : nothing}
    </ul></div>`
        : html`<p class="expected error" role="status">${_("Choose the column with the questions.")}</p>`
    }
    ${bad ? html`<details><summary>${_("Show these rows")}</summary>${problemTable(refused, bad)}</details>` : nothing}
    <button type="button" class="button main wide" data-import aria-busy=${String(ui.busy === "import")} ?disabled=${!hasText || !count} @click=${runImport}>${ngettext("Import %(n)s question", "Import %(n)s questions", count, n(count))}</button>
    <p class="hint">${ui.busy === "import" ? _("Importing. Keep this page open.") : _("You can take them all back.")}</p>
    <p class="message error" role="alert">${ui.refusal}</p>
    <button type="button" class="button quiet" @click=${closeFile}>${_("Choose another file")}</button>
  </section>`;
}

export function columnsStep() {
  const preview = /** @type {ImportPreview} */ (ui.preview);
  const { product, rows, form, encoding, header_line: line, left_out: leftOut } = preview;
  const values = { product, n: formatNumber(rows) };
  const heading = product
    ? ngettext("An export of %(product)s with %(n)s row", "An export of %(product)s with %(n)s rows", rows, values)
    : ngettext("A file with %(n)s row", "A file with %(n)s rows", rows, values);
  const facts = [
    ui.choices.file || _("pasted text"),
    FORMS[form]?.() ?? form,
    encoding?.toUpperCase(),
    line > 1 ? _("header in line %(line)s", { line: formatNumber(line) }) : "",
    leftOut
      ? ngettext(
          "%(n)s row without a question is not imported",
          "%(n)s rows without a question are not imported",
          leftOut,
          {
            n: formatNumber(leftOut),
          },
        )
      : "",
  ];
  return html`<div class="columns" aria-busy=${String(ui.busy === "preview")}>
    <section aria-labelledby="columns-heading">
      <h2 id="columns-heading" tabindex="-1">${heading}</h2>
      <p class="hint">${facts.filter(Boolean).map((fact, index) => html`${index ? " · " : ""}<bdi>${fact}</bdi>`)}</p>
      ${ui.choices.file ? reading(preview) : nothing}
      ${table(preview)}
      <p class="notes" data-names>${leftOutSentence(preview)}</p>
    </section>
    <aside>${forAllRows(preview)} ${expected(preview)}</aside>
  </div>`;
}
