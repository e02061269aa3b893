/** The list of the session's imports. Each import has a button that undoes the import. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { timeOf } from "./times.js";
import { change, runUndo, ui } from "./ui.js";

/** @import {ImportView} from "../shared/contracts.d.ts" */

// The value of `source` for imported questions that people sent before the session. Any other value is the name of a
// product (moderation/core/model.py).
const SENT_BEFORE = "before";

/**
 * Return the number of questions of an import, by status, in words.
 * @param {ImportView} view
 */
function facts({ questions, pending, queued, staying }) {
  const n = (/** @type {number} */ value) => ({ n: formatNumber(value) });
  if (!questions) return _("No question of this import is left.");
  return [
    ngettext("%(n)s question", "%(n)s questions", questions, n(questions)),
    pending ? ngettext("%(n)s in Incoming", "%(n)s in Incoming", pending, n(pending)) : "",
    queued ? ngettext("%(n)s in the queue", "%(n)s in the queue", queued, n(queued)) : "",
    staying ? ngettext("%(n)s on the screen or answered", "%(n)s on the screen or answered", staying, n(staying)) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * Return the text that asks whether to undo the import, and the button that confirms the undo.
 * @param {ImportView} view
 */
function confirmation({ number, questions, staying }) {
  const n = questions - staying;
  return html`<div class="confirm" id=${`undo-${number}`}>
    <p><b>${ngettext("Take back %(n)s question?", "Take back %(n)s questions?", n, { n: formatNumber(n) })}</b></p>
    <ul>
      <li>${_("They leave Incoming and the queue, and their words are erased.")}</li>
      ${staying ? html`<li>${ngettext("%(n)s question stays, because it is on the screen or answered.", "%(n)s questions stay, because they are on the screen or answered.", staying, { n: formatNumber(staying) })}</li>` : nothing}
      <li>${_("Afterwards you can import the same file again.")}</li>
    </ul>
    <p class="confirm-buttons">
      <button type="button" class="button main" data-undo-now aria-busy=${String(ui.busy === "undo")} @click=${() => runUndo(number)}>${_("Take back now")}</button>
      <button type="button" class="button quiet" @click=${() => change({ openUndo: null })}>${_("Not now")}</button>
    </p>
  </div>`;
}

/**
 * Return the row of an import.
 * @param {ImportView} view
 */
function row(view) {
  const { number, at, file, source, questions, staying } = view;
  const isOpen = ui.openUndo === number;
  const name = file || _("Import %(number)s", { number: formatNumber(number) });
  const words = source === SENT_BEFORE ? _("sent before") : source;
  return html`<li class="import-row" data-import-number=${number}>
    <span class="when">${timeOf(at)}</span>
    <div class="what"><p><b dir="auto">${name}</b>${words ? html`, <span dir="auto">${words}</span>` : nothing}</p><p class="hint" data-facts>${facts(view)}</p></div>
    ${
      questions > staying
        ? html`<button type="button" class="button" data-undo aria-expanded=${String(isOpen)} aria-controls=${isOpen ? `undo-${number}` : nothing} @click=${() => change({ openUndo: isOpen ? null : number })}>${_("Take back")}<span class="visually-hidden"> ${name}</span></button>`
        : nothing
    }
    ${isOpen ? confirmation(view) : nothing}
  </li>`;
}

export function importList() {
  const { imports } = ui;
  if (!imports) return nothing;
  return html`<section class="list" aria-labelledby="list-heading">
    <h2 id="list-heading" tabindex="-1">${_("Imports of this session")}</h2>
    <p class="message" role="status">${ui.outcome}</p>
    ${
      imports.length
        ? html`<ul>${repeat(imports, ({ number }) => number, row)}</ul>`
        : html`<p class="hint">${_("There is no import yet.")}</p>`
    }
  </section>`;
}
