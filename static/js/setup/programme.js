/** The programme: items with their time of day. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _ } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { choices } from "./rules.js";
import { edit, present } from "./store.js";
import { textInputs } from "./text-inputs.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */
/**
 * An item of the programme as in a session file.
 * @typedef {{at: string, title: string | Record<string, string>}} Item
 */

/**
 * Return the fields of the programme.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function programmeInputs({ id }, faults) {
  /** @type {Item[]} */
  const items = present().programme ?? [];
  const change = (/** @type {Item[]} */ next) => edit(id, { programme: next.length ? next : null });
  const put = (/** @type {Item} */ item, /** @type {Partial<Item>} */ values) =>
    change(items.map((other) => (other === item ? { ...item, ...values } : other)));
  function add() {
    const at = items.at(-1)?.at ?? /T(\d\d:\d\d)/.exec(present().starts ?? "")?.[1] ?? "";
    change([...items, { at, title: "" }]);
    requestAnimationFrame(() => document.getElementById(`programme-${items.length + 1}-at`)?.focus());
  }
  /**
   * Return the fields of an item.
   * @param {Item} item
   * @param {number} index
   */
  const row = (item, index) => {
    const path = `programme[${index + 1}]`;
    const { invalid, describedBy } = faults.marks(`${path}.at`);
    const n = index + 1;
    return html`<li class="entry programme-item">
      <div class="programme-time"><input class="field" inputmode="numeric" dir="ltr" maxlength="5" placeholder="15:10" id=${idOf(`${path}.at`)} aria-label=${_("Time of item %(n)s", { n })} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(item.at)}
        @input=${(/** @type {Event} */ event) => put(item, { at: /** @type {HTMLInputElement} */ (event.target).value })}>${faults.at(`${path}.at`)}</div>
      <div class="entry-label">${textInputs({ path: `${path}.title`, label: _("Item %(n)s", { n }), value: item.title, onInput: (title) => put(item, { title: title ?? "" }), faults })}</div>
      <button type="button" class="button quiet" aria-label=${_("Remove item %(n)s", { n })} @click=${() => change(items.filter((other) => other !== item))}>×</button>
    </li>`;
  };
  return html`<ol class="entries">${items.map(row)}</ol>
    ${items.length < choices.most.programme ? html`<button type="button" class="button text" data-add @click=${add}>${_("Add an item")}</button>` : nothing}`;
}
