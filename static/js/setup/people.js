/** The chairs and the panellists: their order, names and roles, and the replacement of a person. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _ } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { folded, keyInput } from "./key-input.js";
import { choices, ruleOf } from "./rules.js";
import { edit, present, save, setup } from "./store.js";
import { textInputs } from "./text-inputs.js";
import { moved, newKey } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

/**
 * A chair or a panellist as in a session file.
 * @typedef {{seat?: string, key?: string, name: string, role?: string | Record<string, string> | null}} Person
 */

const SEATS = ["a", "b", "c", "d"];

/**
 * Return the seat of a chair or the key of a panellist.
 * @param {Person} person
 */
const keyOf = ({ seat, key }) => seat ?? key ?? "";

/**
 * Return the fields of the chairs or of the panellists.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function people({ id, key: list = id }, faults) {
  const isChairs = list === "chair";
  /** @type {Person[]} */
  const persons = present()[list] ?? [];
  /** @type {Person[]} */
  const storedPersons = /** @type {any} */ (setup.state?.values[list]) ?? [];
  const stored = storedPersons.map(keyOf);
  const canRemoveStored = ruleOf(isChairs ? "chairs" : "panellists") === "ANY";
  const change = (/** @type {Person[]} */ next) => edit(id, { [list]: next });
  /**
   * @param {number} index
   * @param {Partial<Person>} values
   */
  const put = (index, values) =>
    change(persons.map((person, place) => (place === index ? { ...person, ...values } : person)));
  function add() {
    const taken = persons.map(keyOf);
    change([
      ...persons,
      isChairs ? { seat: SEATS[persons.length], name: "" } : { key: newKey("", taken, "panellist"), name: "" },
    ]);
    requestAnimationFrame(() => document.getElementById(`${list}-${persons.length + 1}-name`)?.focus());
  }
  /** @param {number} index */
  const move = (index, steps = 1) => change(moved(persons, index, steps));
  /** @param {number} index */
  function replace(index) {
    const seat = isChairs ? `chair.${keyOf(persons[index])}` : `panel.${keyOf(persons[index])}`;
    const field = /** @type {HTMLInputElement} */ (document.getElementById(`${list}-${index + 1}-next`));
    if (!field.value.trim()) return field.focus();
    put(index, { name: field.value, role: null });
    save(id, [seat]);
    field.value = "";
    field.closest("details")?.removeAttribute("open");
  }
  /**
   * Return the fields of a person.
   * @param {Person} person
   * @param {number} index
   */
  const row = (person, index) => {
    const path = `${list}[${index + 1}]`;
    const { invalid, describedBy } = faults.marks(`${path}.name`);
    const isStored = stored.includes(keyOf(person));
    // Only the last chair can be removed, because the seats a, b, c and d must have no gap.
    const canRemove = (!isStored || canRemoveStored) && (!isChairs || (index > 0 && index === persons.length - 1));
    const name = person.name || String(index + 1);
    return html`<li class="person" data-person=${keyOf(person)}>
      <span class="number">${isChairs ? keyOf(person).toUpperCase() : index + 1}</span>
      <div class="person-fields">
        <label class="label" for=${idOf(`${path}.name`)}>${_("Name")}</label>
        <input class="field" id=${idOf(`${path}.name`)} dir="auto" autocomplete="off" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(person.name)}
          @input=${(/** @type {Event} */ event) => put(index, { name: /** @type {HTMLInputElement} */ (event.target).value })}>
        ${faults.at(`${path}.name`)}
        <p class="label">${_("Role")}</p>
        ${textInputs({ path: `${path}.role`, label: _("Role of %(name)s", { name }), value: person.role, onInput: (role) => put(index, { role }), faults, isOptional: true })}
        <div class="person-acts">
          ${
            isStored
              ? html`<details class="replace"><summary>${_("Give this seat to another person")}</summary>
            <label class="label" for=${`${list}-${index + 1}-next`}>${_("Name of the next person")}</label>
            <input class="field" id=${`${list}-${index + 1}-next`} dir="auto" autocomplete="off">
            <p class="hint">${_("The link of %(name)s stops at once, on every device.", { name })}</p>
            <button type="button" class="button main" data-replace @click=${() => replace(index)}>${_("Replace, with a new link")}</button></details>`
              : nothing
          }
          ${!isChairs && index > 0 ? html`<button type="button" class="button quiet" aria-label=${_("Move %(name)s up", { name })} @click=${() => move(index, -1)}>↑</button>` : nothing}
          ${!isChairs && index < persons.length - 1 ? html`<button type="button" class="button quiet" aria-label=${_("Move %(name)s down", { name })} @click=${() => move(index)}>↓</button>` : nothing}
          ${canRemove ? html`<button type="button" class="button quiet" @click=${() => change(persons.filter((_person, place) => place !== index))}>${_("Remove")}</button>` : nothing}
          ${isChairs ? nothing : folded(id, [`${path}.key`], _("Name in links and files"), keyInput({ path: `${path}.key`, value: keyOf(person), isFixed: isStored && !canRemoveStored, onChange: (key) => put(index, { key }), faults }))}
        </div>
      </div>
    </li>`;
  };
  return html`<ol class="persons">${persons.map(row)}</ol>
    ${isChairs && persons.length >= choices.most.chairs ? nothing : html`<button type="button" class="button text" data-add @click=${add}>${isChairs ? _("Add a chair") : _("Add a panellist")}</button>`}`;
}
