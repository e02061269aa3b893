/** The glossary: terms with their translations. */

import { html, nothing } from "lit/html.js";
import { _, ngettext } from "../shared/i18n.js";
import { choices } from "./rules.js";
import { edit, present, setup } from "./store.js";
import { folded } from "./key-input.js";
import { textInputs } from "./text-inputs.js";
import { isPartial } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

const MOST_OPEN = 5;

/**
 * A term of the glossary as in a session file.
 * @typedef {{term: string | Record<string, string>, note?: string | Record<string, string> | null}} Term
 */

/**
 * Return the fields of the glossary.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function terms({ id }, faults) {
  /** @type {Term[]} */
  const list = present().term ?? [];
  const change = (/** @type {Term[]} */ next) => edit(id, { term: next.length ? next : null });
  function add() {
    change([...list, { term: "" }]);
    document.querySelector(".terms")?.setAttribute("open", "");
    requestAnimationFrame(() =>
      document.getElementById(`term-${list.length + 1}-term-${present().languages[0]}`)?.focus(),
    );
  }
  /**
   * Return the fields of a term.
   * @param {Term} entry
   * @param {number} index
   */
  const row = (entry, index) => {
    const n = index + 1;
    const put = (/** @type {Partial<Term>} */ values) =>
      change(list.map((other) => (other === entry ? { ...entry, ...values } : other)));
    const note = textInputs({
      path: `term[${n}].note`,
      label: _("Note on term %(n)s", { n }),
      value: entry.note,
      onInput: (text) => put({ note: text }),
      faults,
      isOptional: true,
    });
    return html`<li class="entry">
    <span class="number">${n}</span>
    <div class="entry-label">${textInputs({
      path: `term[${n}].term`,
      label: _("Term %(n)s", { n }),
      value: entry.term,
      onInput: (term) => put({ term: term ?? "" }),
      faults,
      mayLack: isPartial(entry.term, present().languages),
    })}${folded(id, [`term[${n}].note`], entry.note ? _("Note") : _("Add a note"), note)}</div>
    <button type="button" class="button quiet" aria-label=${_("Remove term %(n)s", { n: index + 1 })} @click=${() => change(list.filter((other) => other !== entry))}>×</button>
  </li>`;
  };
  // Collapse a glossary of more than MOST_OPEN terms if the glossary has no error.
  return html`${list.length ? html`<details class="terms" ?open=${list.length <= MOST_OPEN || setup.faults.has(id)}><summary>${ngettext("%(n)s term", "%(n)s terms", list.length)}</summary><ol class="entries">${list.map(row)}</ol></details>` : nothing}
    ${list.length < choices.most.terms ? html`<button type="button" class="button text" data-add @click=${add}>${_("Add a term")}</button>` : nothing}`;
}
