/**
 * The stakeholder groups and the regions of a session. The organiser chooses a named list, adds known entries, or
 * writes new entries.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { folded, keyInput } from "./key-input.js";
import { choices, ruleOf } from "./rules.js";
import { edit, present, setup } from "./store.js";
import { textInputs } from "./text-inputs.js";
import { changeLanguages, moved, newKey } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

const UNDISCLOSED = "undisclosed";

/**
 * A [[group]] or [[region]] table of a session file.
 * @typedef {{key: string, label: string | Record<string, string>, short?: string | Record<string, string>}} Entry
 */

/**
 * Return the fields of the stakeholder groups or of the regions.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function entries({ id }, faults) {
  const list = /** @type {"groups" | "regions"} */ (id);
  const own = list === "groups" ? "group" : "region";
  const known = choices[list];
  const values = present();
  /** @type {string[]} */
  const keys = values[list] || [];
  /** @type {Entry[]} */
  const tables = values[own] ?? [];
  const uses = setup.state?.uses[list] ?? {};
  /** @type {string[]} */
  const stored = /** @type {any} */ (setup.state?.values)?.[list] || [];
  /**
   * @param {string[]} nextKeys
   * @param {Entry[]} [nextTables]
   */
  function change(nextKeys, nextTables = tables) {
    const listed = nextTables.filter(({ key }) => nextKeys.includes(key) || key === UNDISCLOSED);
    const first = list === "regions" && !nextKeys.length ? false : nextKeys;
    edit(id, { [list]: first, [own]: listed.length ? listed : null });
  }
  function add() {
    const key = newKey("", [...keys, ...known.map((entry) => entry.key)], own);
    change([...keys, key], [...tables, { key, label: "" }]);
    requestAnimationFrame(() =>
      /** @type {HTMLElement | null} */ (document.querySelector(`[data-entry="${key}"] .field`))?.focus(),
    );
  }
  /**
   * Add the entry that was chosen from the known entries.
   * @param {Event} event
   */
  function addKnown(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    if (select.value) change([...keys, select.value]);
    select.value = "";
  }
  /**
   * Replace the entries by the entries of the chosen named list.
   * @param {Event} event
   */
  function takeList(event) {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    const named = choices.group_lists.find(({ key }) => key === select.value);
    select.value = "";
    if (!named) return;
    // After the opening of the session, the server refuses to remove an entry that a question uses. Therefore keep such
    // an entry, even if the named list does not contain it.
    const used = ruleOf(list) === "UNUSED" ? keys.filter((key) => uses[key] && !named.groups.includes(key)) : [];
    const { group: labelled } = changeLanguages({ ...values, group: named.group }, values.languages);
    change([...named.groups, ...used], [...tables.filter(({ key }) => used.includes(key)), ...labelled]);
  }
  /**
   * Return the row of an entry. The row has fields if the entry is defined in this session only.
   * @param {string} key
   * @param {number} index
   */
  const row = (key, index) => {
    const place = tables.findIndex((table) => table.key === key);
    const word = known.find((entry) => entry.key === key)?.label ?? key;
    const table = tables[place];
    const name = table ? Object.values(typeof table.label === "string" ? [table.label] : table.label)[0] || word : word;
    const isUsed = Boolean(uses[key]) && ruleOf(list) === "UNUSED";
    const put = (/** @type {Partial<Entry>} */ next) =>
      change(
        keys.map((other) => (other === key ? (next.key ?? key) : other)),
        tables.map((entry) => (entry === table ? { ...entry, ...next } : entry)),
      );
    return html`<li class="entry" data-entry=${key}>
      <span class="number">${index + 1}</span>
      <div class="entry-label">${table ? html`${labelInputs(table, place, put)}${furtherInputs(table, place, put)}` : html`<p>${word}</p>`}
      ${isUsed ? html`<p class="hint">${_("Questions use this entry. It can be renamed, not removed.")}</p>` : nothing}</div>
      <span class="entry-acts">
        ${index ? html`<button type="button" class="button quiet" aria-label=${_("Move %(name)s up", { name })} @click=${() => change(moved(keys, index, -1))}>↑</button>` : nothing}
        ${isUsed ? nothing : html`<button type="button" class="button quiet" aria-label=${_("Remove %(name)s", { name })} @click=${() => change(keys.filter((other) => other !== key))}>×</button>`}
      </span>
    </li>`;
  };
  /**
   * Return the words above the field in which the organiser writes the entry's label.
   * @param {Entry} table
   */
  function labelName({ key }) {
    if (key === UNDISCLOSED) return _("Label");
    return list === "groups" ? _("Name of the group") : _("Name of the region");
  }
  /**
   * Return the fields of an entry's label.
   * @param {Entry} table
   * @param {number} place
   * @param {(values: Partial<Entry>) => void} put
   */
  const labelInputs = (table, place, put) =>
    textInputs({
      path: `${own}[${place + 1}].label`,
      label: labelName(table),
      value: table.label,
      onInput: (label) => put({ label: label ?? "" }),
      faults,
    });
  /**
   * Return the collapsed fields of an entry: its key and, for a group, its short label.
   * @param {Entry} table
   * @param {number} place
   * @param {(values: Partial<Entry>) => void} put
   */
  function furtherInputs(table, place, put) {
    const path = `${own}[${place + 1}]`;
    const isFixed = stored.includes(table.key) && ruleOf(list) !== "ANY";
    const key = keyInput({
      path: `${path}.key`,
      value: table.key,
      isFixed,
      onChange: (next) => put({ key: next }),
      faults,
    });
    if (list === "regions") return folded(id, [`${path}.key`], _("Name in links and files"), key);
    const onInput = (/** @type {Entry["short"] | null} */ short) => put({ short: short ?? undefined });
    const short = textInputs({
      path: `${path}.short`,
      label: _("Short form"),
      value: table.short,
      onInput,
      faults,
      isOptional: true,
    });
    const inputs = html`<p class="label">${_("Short form")}</p>${short}${key}`;
    return html`${folded(id, [`${path}.short`, `${path}.key`], _("Short form, name in links and files"), inputs)}`;
  }
  /** Return the last row of each list, the entry "Prefer not to say". */
  function undisclosedRow() {
    const place = tables.findIndex(({ key }) => key === UNDISCLOSED);
    const table = tables[place];
    const rest = tables.filter(({ key }) => key !== UNDISCLOSED);
    const put = (/** @type {Partial<Entry>} */ next) => change(keys, [...rest, { ...table, ...next }]);
    function word() {
      change(keys, [...rest, { key: UNDISCLOSED, label: "" }]);
      requestAnimationFrame(() =>
        /** @type {HTMLElement | null} */ (
          document.querySelector(`#block-${id} [data-entry="${UNDISCLOSED}"] .field`)
        )?.focus(),
      );
    }
    return html`<li class="entry" data-entry=${UNDISCLOSED}>
      <span class="number">${keys.length + 1}</span>
      <div class="entry-label">${table ? labelInputs(table, place, put) : html`<p>${_("Prefer not to say")} <span class="hint">${_("always offered, last")}</span></p>`}</div>
      <span class="entry-acts">${
        table
          ? html`<button type="button" class="button quiet" @click=${() => change(keys, rest)}>${_("Use the standard label")}</button>`
          : html`<button type="button" class="button quiet" data-word @click=${word}>${_("Change the label")}</button>`
      }</span>
    </li>`;
  }
  const remaining = known.filter(({ key }) => !keys.includes(key));
  return html`${
    list === "groups"
      ? html`<p class="add"><label class="label" for="group-list">${_("Choose a ready-made list")}</label><select class="field" id="group-list" @change=${takeList}><option value=""></option>${choices.group_lists.map(({ key, label }) => html`<option value=${key}>${label}</option>`)}</select></p>`
      : nothing
  }
    ${keys.length > 1 && !(ruleOf(list) === "UNUSED" && keys.some((key) => uses[key])) ? html`<button type="button" class="button text" data-remove-all @click=${() => change([])}>${list === "groups" ? _("Remove all groups") : _("Remove all regions")}</button>` : nothing}
    <ol class="entries">${keys.map(row)}${keys.length ? undisclosedRow() : nothing}</ol>
    ${remaining.length ? html`<p class="add"><label class="label" for=${`add-${list}`}>${list === "groups" ? _("Add a known group") : _("Add a known region")}</label><select class="field" id=${`add-${list}`} @change=${addKnown}><option value=""></option>${remaining.map(({ key, label }) => html`<option value=${key}>${label}</option>`)}</select></p>` : nothing}
    <button type="button" class="button text" data-add @click=${add}>${list === "groups" ? _("Add a group of your own") : _("Add a region of your own")}</button>
    ${list === "groups" ? html`<p class="hint">${_("Own groups get their shapes by their place in the list.")}</p>` : nothing}`;
}
