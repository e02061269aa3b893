/** The interpreters' booths: the name and the two languages of each booth. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, languageName } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { folded, keyInput } from "./key-input.js";
import { choices, ruleOf } from "./rules.js";
import { edit, present, setup } from "./store.js";
import { freePair, newKey } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */
/** A booth as in a session file. @typedef {{key: string, name: string, languages: string[]}} Booth */

/**
 * The keys that the server does not accept for a booth. The address of a booth's page is `/s/CODE/booth/KEY`. Every
 * session also has the booth without a name, which leaves its seat at `/s/CODE/booth/leave`. Therefore no key may be
 * "leave".
 */
const RESERVED = ["leave"];

/**
 * Return the fields of the booths.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function boothInputs({ id }, faults) {
  const values = present();
  /** @type {string[]} */
  const languages = values.languages;
  /** @type {Booth[]} */
  const list = values.booth ?? [];
  const stored = /** @type {Booth[]} */ (setup.state?.values.booth ?? []).map(({ key }) => key);
  const canRemoveStored = ruleOf("booths") === "ANY";
  const change = (/** @type {Booth[]} */ next) => edit(id, { booth: next.length ? next : null });
  const put = (/** @type {Booth} */ booth, /** @type {Partial<Booth>} */ next) =>
    change(list.map((other) => (other === booth ? { ...booth, ...next } : other)));
  function add() {
    const pair = freePair(list, languages);
    const key = newKey(pair.join(" "), [...RESERVED, ...stored, ...list.map((booth) => booth.key)], "booth");
    change([
      ...list,
      { key, name: _("%(first)s–%(second)s booth", { first: pair[0], second: pair[1] }), languages: pair },
    ]);
    requestAnimationFrame(() => document.getElementById(idOf(`booth[${list.length + 1}].name`))?.focus());
  }
  /**
   * Return the fields of a booth.
   * @param {Booth} booth
   * @param {number} index
   */
  const row = (booth, index) => {
    const path = `booth[${index + 1}]`;
    const { invalid, describedBy } = faults.marks(`${path}.name`);
    const isStored = stored.includes(booth.key);
    const name = booth.name || String(index + 1);
    const select = (/** @type {0 | 1} */ place, /** @type {string} */ label) => {
      const choose = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ event) => {
        const pair = [...booth.languages];
        if (pair[1 - place] === event.currentTarget.value) pair[1 - place] = pair[place];
        pair[place] = event.currentTarget.value;
        put(booth, { languages: pair });
      };
      const options = languages.includes(booth.languages[place]) ? languages : [booth.languages[place], ...languages];
      return html`<select class="field" id=${idOf(`${path}.languages.${place + 1}`)} aria-label=${label} @change=${choose}>${options.map(
        (code) =>
          html`<option value=${code} .selected=${live(code === booth.languages[place])}>${languageName(code)}</option>`,
      )}</select>`;
    };
    return html`<li class="entry booth" data-entry=${booth.key}>
      <span class="number">${index + 1}</span>
      <div class="entry-label">
        <label class="label" for=${idOf(`${path}.name`)}>${_("Name of the booth")}</label>
        <input class="field" id=${idOf(`${path}.name`)} dir="auto" autocomplete="off" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(booth.name)}
          @input=${(/** @type {Event} */ event) => put(booth, { name: /** @type {HTMLInputElement} */ (event.target).value })}>
        ${faults.at(`${path}.name`)}
        <div class="booth-languages" role="group" aria-label=${_("Languages of %(name)s", { name })}>${select(0, _("First language"))} ${select(1, _("Second language"))}</div>
        ${faults.at(`${path}.languages`)}
        ${folded(id, [`${path}.key`], _("Name in links and files"), keyInput({ path: `${path}.key`, value: booth.key, isFixed: isStored && !canRemoveStored, onChange: (key) => put(booth, { key }), faults }))}
      </div>
      <span class="entry-acts">${
        isStored && !canRemoveStored
          ? nothing
          : html`<button type="button" class="button quiet" aria-label=${_("Remove %(name)s", { name })} @click=${() => change(list.filter((other) => other !== booth))}>×</button>`
      }</span>
    </li>`;
  };
  return html`<p class="hint">${_("Each booth has its own link, and corrections name it. Without booths here, all interpreters use one link.")}</p>
    <ol class="entries">${list.map(row)}</ol>
    ${languages.length > 1 && list.length < choices.most.booths ? html`<button type="button" class="button text" data-add @click=${add}>${_("Add a booth")}</button>` : nothing}`;
}
