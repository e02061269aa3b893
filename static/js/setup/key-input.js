/**
 * The field for the key of an entry or a panellist. A key is a name in session files, exports and addresses. The page
 * calls it "name in links and files", because "key" also means a key of the keyboard and a secret link.
 */

import { html } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { setup } from "./store.js";

/** @import {BlockFaults} from "./faults.js" */

const CHARACTERS = "a-z 0-9 _";

/**
 * Return the field for a key. A new key takes effect when the person leaves the field, so that the page does not save a
 * half-typed key. Do not use Lit's `live` for the value: a redraw would replace the typed text by the old key.
 * @param {object} options
 * @param {string} options.path such as "group[1].key"
 * @param {string} options.value
 * @param {boolean} options.isFixed
 * @param {(key: string) => void} options.onChange
 * @param {BlockFaults} options.faults
 */
export function keyInput({ path, value, isFixed, onChange, faults }) {
  const { invalid, describedBy } = faults.marks(path);
  const id = idOf(path);
  return html`<div class="key-input"><label class="label" for=${id}>${_("Name in links and files")}</label>
    <input class="field" id=${id} dir="ltr" maxlength="32" spellcheck="false" autocapitalize="none" autocomplete="off" ?disabled=${isFixed} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${value}
      @change=${(/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.target).value.trim())}>
    <p class="hint">${_("In session files, exports and the addresses of pages. Allowed: %(characters)s", { characters: CHARACTERS })}</p>
    ${faults.at(path, { key: _("Write only %(characters)s, with a letter first.", { characters: CHARACTERS }) })}</div>`;
}

/**
 * Return fields in a collapsed section. If one of these fields has an error, the section is expanded.
 * @param {string} block
 * @param {string[]} paths the path of each field, or the beginning of this path
 * @param {string} summary
 * @param {unknown} fields
 */
export function folded(block, paths, summary, fields) {
  const isWrong = [...(setup.faults.get(block)?.keys() ?? [])].some((wrong) =>
    paths.some((path) => wrong.startsWith(path)),
  );
  return html`<details class="folded" ?open=${isWrong}><summary>${summary}</summary>${fields}</details>`;
}
