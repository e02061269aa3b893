/** The fields with one value (switches, numbers, choices), and the fields for the session's languages and times. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, formatMinutes, languageName } from "../shared/i18n.js";
import { idOf } from "./faults.js";
import { folded } from "./key-input.js";
import { choices, isLocked, ruleOf } from "./rules.js";
import { edit, present, setup } from "./store.js";
import { changeLanguages, fromLocal, moved, toLocal, zoneOfValues } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

/** @param {Event} event */
const typedIn = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * Return the switch of a value that is true or false.
 * @param {Field} field
 */
export function switchInput({ id, key = id, label, meaning }) {
  const isOn = Boolean(present()[key]);
  const isFixed = isLocked(key) || (ruleOf(key) === "TURN_ON" && isOn);
  return html`<div class="switch-row">
    <button type="button" role="switch" class="toggle" id=${id} aria-checked=${String(isOn)} aria-labelledby=${`${id}-label`} aria-describedby=${`${id}-meaning`}
      ?disabled=${isFixed} @click=${() => edit(id, { [key]: !isOn }, { isImmediate: true })}><span aria-hidden="true">${isOn ? _("On") : _("Off")}</span></button>
    <div><p class="switch-label" id=${`${id}-label`}>${label()}</p><p class="hint" id=${`${id}-meaning`}>${meaning?.() ?? nothing}</p></div>
  </div>`;
}

/**
 * Return the field of a number.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function numberInput({ id, label, unit, least = 1, most, isOptional }, faults) {
  const { invalid, describedBy } = faults.marks(id);
  const write = (/** @type {Event} */ event) => {
    const typed = typedIn(event).trim();
    // If the text is not a number, send the text unchanged. The server's error then explains the expected value.
    edit(id, { [id]: typed === "" ? null : Number.isFinite(Number(typed)) ? Number(typed) : typed });
  };
  return html`<div class="number-input">
    <label class="label" for=${idOf(id)}>${label()}</label>
    <span><input class="field" id=${idOf(id)} inputmode="numeric" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(String(present()[id] ?? ""))} @input=${write}> ${unit?.() ?? nothing}</span>
    <p class="hint">${_("%(least)s to %(most)s", { least, most })}${isOptional ? html` · ${_("may be empty")}` : nothing}</p>
    ${faults.at(id)}
  </div>`;
}

/**
 * Return the select box of a value that is one of several options.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function choiceInput({ id, label, options }, faults) {
  const { invalid, describedBy } = faults.marks(id);
  return html`<div class="choice-input">
    <label class="label" for=${id}>${label()}</label>
    <select class="field" id=${id} aria-invalid=${invalid} aria-describedby=${describedBy} @change=${(/** @type {Event} */ event) => edit(id, { [id]: typedIn(event) }, { isImmediate: true })}>
      ${options?.().map(([key, words]) => html`<option value=${key} ?selected=${present()[id] === key}>${words}</option>`)}
    </select>
    ${faults.at(id)}
  </div>`;
}

/** @type {[string, () => string][]} */
const LIMITS = [
  ["text", () => _("Characters of a question")],
  ["burst", () => _("Questions that a person may ask without waiting")],
  ["seconds_per_question", () => _("Seconds until the next question")],
  ["waiting", () => _("Waiting questions of a person")],
];
/** The limits that the page shows collapsed, because few sessions change them. @type {[string, () => string][]} */
const FURTHER_LIMITS = [
  ["pending", () => _("Waiting questions of the session")],
  ["name", () => _("Characters of a name")],
  ["note", () => _("Characters of a note to the chairs")],
  ["text_bytes", () => _("Bytes of a question (UTF-8)")],
];

/** The number of bytes that `bytesFor` allows for a character; enough in most scripts, even with the marks. */
const BYTES = 6;

/**
 * Return the limit `text_bytes` for a question of at most this number of characters. It is BYTES for each character,
 * but at least the default and at most the maximum of `text_bytes`.
 * @param {number | string} characters
 */
const bytesFor = (characters) => ({
  text_bytes: Math.min(choices.most.text_bytes, Math.max(choices.defaults.text_bytes, BYTES * Number(characters) || 0)),
});

/**
 * Return the fields of the session's limits.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function limitInputs({ id }, faults) {
  const limits = present().limits ?? {};
  /** @param {[string, () => string]} limit */
  const input = ([name, label]) => {
    const path = `limits.${name}`;
    const { invalid, describedBy } = faults.marks(path);
    const write = (/** @type {Event} */ event) => {
      const typed = typedIn(event).trim();
      const number = typed && Number.isFinite(Number(typed)) ? Number(typed) : typed;
      edit(id, { limits: { ...limits, ...(name === "text" ? bytesFor(number) : {}), [name]: number } });
    };
    return html`<div class="number-input">
      <label class="label" for=${idOf(path)}>${label()}</label>
      <input class="field" id=${idOf(path)} inputmode="numeric" aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(String(limits[name] ?? choices.defaults[name]))} @input=${write}>
      <p class="hint">${_("%(least)s to %(most)s", { least: 1, most: choices.most[name] })}</p>
      ${faults.at(path)}
    </div>`;
  };
  return html`<div class="number-inputs">${LIMITS.map(input)}</div>
    ${folded(id, ["limits."], _("Further limits"), html`<div class="number-inputs">${FURTHER_LIMITS.map(input)}</div>`)}`;
}

/**
 * Return the name of a language in the language itself, then in the page's language: "Deutsch · German".
 * @param {string} code
 * @param {string} name
 */
function withLocalName(code, name) {
  const local = languageName(code);
  return local.toLowerCase() === name.toLowerCase() ? name : `${name} · ${local}`;
}

/**
 * Return a language tag in its standard letter case: "zh-Hant" for "zh-hant". If the tag is not well-formed, return
 * `typed` without the spaces around it; the server then refuses the tag.
 * @param {string} typed
 */
function standardTag(typed) {
  try {
    return Intl.getCanonicalLocales(typed.trim())[0] ?? "";
  } catch {
    return typed.trim();
  }
}

/**
 * Return the fields of the session's languages.
 * @param {Field} field
 */
export function languagesInput({ id }) {
  const values = present();
  /** @type {string[]} */
  const languages = values.languages;
  const change = (/** @type {string[]} */ next) => edit(id, changeLanguages(values, next), { isImmediate: true });
  const add = (/** @type {Event} */ event) => {
    const lang = standardTag(typedIn(event));
    /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value = "";
    if (lang) change([...new Set([...languages, lang])]);
  };
  return html`<ul class="chips">${languages.map((lang, index) => {
    const name = languageName(lang);
    const count = setup.state?.uses.languages?.[lang] ?? 0;
    return html`<li class="chip" data-language=${lang}><span class="tag" aria-hidden="true">${lang.toUpperCase()}</span> ${name}
      ${index === 0 ? html`<span class="hint">${_("shown first")}</span>` : html`<button type="button" class="button quiet" aria-label=${_("Show %(name)s first", { name })} @click=${() => change(moved(languages, index, -index))}>↑</button>`}
      ${languages.length > 1 && !(count && ruleOf("languages") === "UNUSED") ? html`<button type="button" class="button quiet" aria-label=${_("Remove %(name)s", { name })} @click=${() => change(languages.filter((other) => other !== lang))}>×</button>` : nothing}
    </li>`;
  })}</ul>
  <p class="add"><label class="label" for="add-language">${_("Add a language")}</label>
    <select class="field" id="add-language" @change=${add}><option value=""></option>${choices.languages
      .filter(({ code }) => !languages.includes(code))
      .map(
        ({ code, name }) => html`<option value=${code} lang=${code}>${withLocalName(code, name)}</option>`,
      )}</select></p>
  <p class="add"><label class="label" for="add-language-tag">${_("Another language, by its tag, such as %(tag)s", { tag: "sr-Latn" })}</label>
    <input class="field" id="add-language-tag" dir="ltr" maxlength="35" spellcheck="false" autocapitalize="none" autocomplete="off" @change=${add}></p>`;
}

/**
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function timeInputs({ id }, faults) {
  const values = present();
  const zone = zoneOfValues(values);
  /**
   * Store the start, the end and the time zone. The times get the offset of the zone.
   * @param {Record<string, string>} next
   */
  const write = (next) => {
    const { starts, ends, zone: name } = { starts: toLocal(values.starts), ends: toLocal(values.ends), zone, ...next };
    edit(id, {
      starts: fromLocal(starts, name),
      ends: fromLocal(ends, name),
      time_zone: /^[+-]/.test(name) ? null : name,
    });
  };
  const minutes = (Date.parse(values.ends) - Date.parse(values.starts)) / 60_000;
  /**
   * Return the field of a date and time.
   * @param {"starts" | "ends"} name
   * @param {string} label
   */
  const time = (name, label) => {
    const { invalid, describedBy } = faults.marks(name);
    return html`<div><label class="label" for=${name}>${label}</label>
      <input class="field" type="datetime-local" id=${name} ?disabled=${isLocked(name)} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(toLocal(values[name]))} @input=${(/** @type {Event} */ event) => write({ [name]: typedIn(event) })}>
      ${faults.at(name)}</div>`;
  };
  const { invalid, describedBy } = faults.marks("time_zone");
  return html`<div class="times">${time("starts", _("Starts"))} ${time("ends", _("Ends"))}
    <div><label class="label" for="time_zone">${_("Time zone")}</label>
      <input class="field" id="time_zone" dir="ltr" list="zones" autocomplete="off" ?disabled=${isLocked("time_zone")} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(zone)} @change=${(/** @type {Event} */ event) => write({ zone: typedIn(event).trim() })}>
      <datalist id="zones">${choices.zones.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${faults.at("time_zone")}</div></div>
    ${minutes > 0 ? html`<p class="hint">${_("Length: %(time)s", { time: formatMinutes(minutes) })}</p>` : nothing}`;
}
