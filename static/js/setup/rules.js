/** The server's rules, which say how each field may be changed before and after the opening of the session. */

import { html } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { block } from "../shared/page-data.js";
import { setup } from "./store.js";

/** @import {SetupChoices} from "../shared/contracts.d.ts" */

export const choices = /** @type {SetupChoices} */ (block("setup"));

/** @type {Record<string, () => string>} */
const WORDS = {
  NONE: () => _("fixed"),
  ANY: () => _("may change"),
  TURN_ON: () => _("may be turned on, not off"),
  ADD: () => _("entries may be added and changed, not removed"),
  UNUSED: () => _("entries may be added and changed, and removed while no question uses them"),
};

/**
 * Return the rule for a field in the current phase, such as "ANY" (see `WORDS`).
 * @param {string} field of a definition
 */
export const ruleOf = (field) => choices.rules[field][setup.state?.phase === "rehearsal" ? 0 : 1];

/**
 * Return whether this field of the definition must not be changed in the current phase.
 * @param {string} field
 */
export const isLocked = (field) => ruleOf(field) === "NONE";

/**
 * Return the rule of a field as words.
 * @param {string} field
 */
export const ruleWords = (field) => WORDS[ruleOf(field)]();

/**
 * Return the table of all rules. The column for the current phase is marked.
 * @param {[field: string, label: string][]} fields
 */
export function rulesTable(fields) {
  const isBefore = setup.state?.phase === "rehearsal";
  const columns = [
    [_("Before the opening"), isBefore],
    [_("After the opening"), !isBefore],
  ];
  return html`<details class="rules">
    <summary>${_("What may change when")}</summary>
    <table>
      <thead><tr><th scope="col">${_("Field")}</th>${columns.map(([title, isNow]) => html`<th scope="col" ?data-now=${isNow}>${title}</th>`)}</tr></thead>
      <tbody>${fields.map(
        ([field, label]) =>
          html`<tr data-rule=${field}><th scope="row">${label}</th>${choices.rules[field].map(
            (rule, place) =>
              html`<td data-change=${rule} ?data-now=${isBefore === (place === 0)}>${WORDS[rule]()}</td>`,
          )}</tr>`,
      )}</tbody>
    </table>
  </details>`;
}
