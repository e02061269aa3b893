/** The documents for the interpreters: their titles and addresses. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _ } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { choices } from "./rules.js";
import { edit, present } from "./store.js";
import { textInputs } from "./text-inputs.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */
/** A document as in a session file. @typedef {{title: string | Record<string, string>, url: string}} LinkedDocument */

/**
 * Return the fields of the documents for the interpreters.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function documentInputs({ id }, faults) {
  /** @type {LinkedDocument[]} */
  const list = present().document ?? [];
  const change = (/** @type {LinkedDocument[]} */ next) => edit(id, { document: next.length ? next : null });
  const put = (/** @type {LinkedDocument} */ entry, /** @type {Partial<LinkedDocument>} */ values) =>
    change(list.map((other) => (other === entry ? { ...entry, ...values } : other)));
  function add() {
    change([...list, { title: "", url: "https://" }]);
    const first = `document[${list.length + 1}].title.${present().languages[0]}`;
    requestAnimationFrame(() => document.getElementById(idOf(first))?.focus());
  }
  /**
   * Return the fields of a document.
   * @param {LinkedDocument} entry
   * @param {number} index
   */
  const row = (entry, index) => {
    const n = index + 1;
    const path = `document[${n}]`;
    const { invalid, describedBy } = faults.marks(`${path}.url`);
    return html`<li class="entry">
      <span class="number">${n}</span>
      <div class="entry-label">${textInputs({ path: `${path}.title`, label: _("Title of document %(n)s", { n }), value: entry.title, onInput: (title) => put(entry, { title: title ?? "" }), faults })}
        <label class="label" for=${idOf(`${path}.url`)}>${_("Link")}</label>
        <input class="field" type="url" id=${idOf(`${path}.url`)} dir="ltr" autocomplete="off" spellcheck="false" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(entry.url)}
          @input=${(/** @type {Event} */ event) => put(entry, { url: /** @type {HTMLInputElement} */ (event.target).value.trim() })}>
        ${faults.at(`${path}.url`)}</div>
      <button type="button" class="button quiet" aria-label=${_("Remove document %(n)s", { n })} @click=${() => change(list.filter((other) => other !== entry))}>×</button>
    </li>`;
  };
  return html`<p class="hint">${_("The booths show these links, for preparation. This server never opens them.")}</p>
    <ol class="entries">${list.map(row)}</ol>
    ${list.length < choices.most.documents ? html`<button type="button" class="button text" data-add @click=${add}>${_("Add a document")}</button>` : nothing}`;
}
