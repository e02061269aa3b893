/** The set-up page, drawn from its state. */

import { html, nothing } from "lit/html.js";
import { _, formatTime, ngettext } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { blankAfter } from "../shared/sentences.js";
import { boothInputs } from "./booths.js";
import { documentInputs } from "./documents.js";
import { entries } from "./entries.js";
import { faultsOf } from "./faults.js";
import { SECTIONS, ruledFields } from "./fields.js";
import { lookInputs } from "./look.js";
import { people } from "./people.js";
import { choiceInput, languagesInput, limitInputs, numberInput, switchInput, timeInputs } from "./plain-inputs.js";
import { programmeInputs } from "./programme.js";
import { isLocked, ruleOf, ruleWords, rulesTable } from "./rules.js";
import { savedState, savedWords } from "./saved-words.js";
import { edit, isLive, overwrite, present, putBack, save, setup, undo } from "./store.js";
import { terms } from "./terms.js";
import { topics } from "./topics.js";
import { translationTrial } from "./trial.js";
import { textInputs } from "./text-inputs.js";
import { toTexts } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field, Section} from "./fields.js" */

/** @type {Record<Field["kind"], (field: Field, faults: BlockFaults) => unknown>} */
const INPUTS = {
  languages: languagesInput,
  times: timeInputs,
  texts: (field, faults) =>
    textInputs({
      ...field,
      path: field.id,
      label: field.label(),
      value: present()[field.id],
      onInput: (value) => edit(field.id, { [field.id]: value }),
      faults,
    }),
  people,
  entries,
  terms,
  booths: boothInputs,
  documents: documentInputs,
  topics,
  programme: programmeInputs,
  look: lookInputs,
  limits: limitInputs,
  switch: switchInput,
  number: numberInput,
  choice: choiceInput,
};
/** @type {Record<string, () => string>} */
const PHASES = {
  rehearsal: () => _("Rehearsal"),
  open: () => _("Open"),
  paused: () => _("Paused"),
  closed: () => _("Closed"),
};
/**
 * The kinds of blocks for which the page shows the block's label above the fields. In a block of any other kind, the
 * fields themselves show the label.
 */
const HEADED = new Set([
  "languages",
  "times",
  "texts",
  "people",
  "entries",
  "terms",
  "booths",
  "documents",
  "programme",
  "limits",
]);
/** The kinds of blocks that the page saves immediately, even after the rehearsal. */
const AT_ONCE = new Set(["languages", "switch", "choice"]);

/** @param {Field} field */
function conflict({ id }) {
  if (!setup.conflicts.has(id)) return nothing;
  const stored = Object.keys(setup.drafts.get(id) ?? {}).map((key) => setup.state?.values[key]);
  const words = stored.flatMap(shownTexts).join(" · ");
  const changed = _("Another person has changed this in the meantime:");
  return html`<div class="conflict" role="alert"><p>${changed}${blankAfter(changed)}<q>${words}</q></p>
    <p><button type="button" class="button" @click=${() => overwrite(id)}>${_("Save what I typed")}</button>
    <button type="button" class="button quiet" @click=${() => putBack(id)}>${_("Take the other text")}</button></p></div>`;
}

/**
 * Return the texts inside a value, in order.
 * @param {any} value
 * @returns {string[]}
 */
const shownTexts = (value) =>
  value && typeof value === "object" ? Object.values(value).flatMap(shownTexts) : value == null ? [] : [String(value)];

/**
 * Return the bar below a block with an unsaved change. Other people see the change only after the organiser has pressed
 * the bar's button "Show the change". Return nothing during the rehearsal, for a block with a conflict, and for a block
 * that the page saves without this button (`AT_ONCE`).
 * @param {Field} field
 */
function pending({ id, kind }) {
  if (!isLive() || AT_ONCE.has(kind) || !setup.drafts.has(id) || setup.conflicts.has(id)) return nothing;
  return html`<div class="pending"><p>${_("Not shown yet. Stage and phones keep the old values.")}</p>
    <p><button type="button" class="button main" data-show @click=${() => save(id)}>${_("Show the change")}</button>
    <button type="button" class="button quiet" @click=${() => putBack(id)}>${_("Discard the change")}</button></p></div>`;
}

/**
 * Return the line that says which changes of a block are allowed; nothing if every change is allowed.
 * @param {Field} field
 */
function ruleLine({ rules }) {
  const fixed = rules.filter(isLocked);
  if (rules.every((rule) => ruleOf(rule) === "ANY")) return nothing;
  const words = fixed.length && fixed.length < rules.length ? _("Only the end may move.") : ruleWords(rules[0]);
  return html`<p class="rule">${words}</p>`;
}

/**
 * Return a block of fields with its label, rule, errors, and notices about unsaved or conflicting values.
 * @param {Field} field
 */
function fieldBlock(field) {
  const { id, kind, label, rules } = field;
  const faults = faultsOf(id);
  const isFixed = rules.every(isLocked);
  const input = INPUTS[kind](field, faults);
  /**
   * Save the block on Ctrl+Enter; discard the entered values on Escape.
   * @param {KeyboardEvent} event
   */
  function onKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(id);
    else if (event.key === "Escape" && isLive() && setup.drafts.has(id)) putBack(id);
  }
  return html`<fieldset class="block" id=${`block-${id}`} data-block=${id} data-kind=${kind} ?disabled=${isFixed} @keydown=${onKey} @change=${() => isLive() || save(id)}>
    ${HEADED.has(kind) ? html`<legend>${label()}</legend>` : html`<legend class="visually-hidden">${label()}</legend>`}
    ${ruleLine(field)}
    ${input} ${id === "translation" ? translationTrial() : nothing} ${faults.rest()} ${conflict(field)} ${pending(field)}
  </fieldset>`;
}

/**
 * Return the number of errors in a section. If there are none, return the number of missing translations.
 * @param {Section} section
 */
function sectionState({ fields }) {
  const errors = fields.reduce((count, { id }) => count + (setup.faults.get(id)?.size ?? 0), 0);
  if (errors) return html`<strong class="error">${ngettext("%(n)s error", "%(n)s errors", errors)}</strong>`;
  const { languages, ...values } = present();
  const missing = fields
    .filter(({ kind }) => kind === "texts")
    .reduce((count, { id }) => {
      const texts = toTexts(values[id], languages);
      return count + (texts[languages[0]] ? languages.filter((/** @type {string} */ lang) => !texts[lang]).length : 0);
    }, 0);
  return missing
    ? html`<span class="hint">${ngettext("%(n)s text missing", "%(n)s texts missing", missing)}</span>`
    : nothing;
}

/** Return links to the fields that must still be filled in before the session can be opened. */
function stillNeeded() {
  const values = present();
  const needed = [
    ...(values.starts ? [] : [["starts", _("The start")]]),
    ...(values.ends ? [] : [["ends", _("The end")]]),
  ];
  if (!needed.length) return nothing;
  return html`<h2>${_("Still missing")}</h2><ul>${needed.map(([id, words]) => html`<li><a href=${`#${id}`}>${words}</a></li>`)}</ul>`;
}

export function setupIndex() {
  return html`<ul>${SECTIONS.map((section) => html`<li><a href=${`#section-${section.id}`}>${section.label()}</a> ${sectionState(section)}</li>`)}</ul>${stillNeeded()}`;
}

export function setupForm() {
  if (setup.state?.phase === "purged") return html`<p>${_("Everything that people wrote here is deleted.")}</p>`;
  return html`<p class="phase-note"><strong>${PHASES[setup.state?.phase ?? "rehearsal"]()}</strong> ${
    isLive()
      ? _("Texts wait for “Show the change”; then every open page shows them within a second. Switches act at once.")
      : _(
          "Everything except the code may change. Your changes are saved while you type, and open pages show them at once.",
        )
  }</p>
    <p class="code-line">${_("Code")} <strong>${page.session.code}</strong> <span class="hint">${_("It is printed in every QR code, so it never changes.")}</span></p>
    ${rulesTable(ruledFields())}
    ${SECTIONS.map((section) => html`<section id=${`section-${section.id}`} aria-labelledby=${`heading-${section.id}`}><h2 id=${`heading-${section.id}`}>${section.label()}</h2>${section.fields.map(fieldBlock)}</section>`)}`;
}

export function setupFoot() {
  const last = setup.state?.undo;
  const labels = new Map(ruledFields());
  const fields = last?.fields.map((field) => labels.get(field) ?? field).join(", ");
  return html`<p class="saved"><strong role="status" data-saved=${savedState()}>${savedWords()}</strong> <span role="status">${setup.outcome}</span></p>
    <p>${last ? html`<span class="hint">${_("Last change: %(fields)s, %(time)s", { fields, time: formatTime(last.at) })}</span> <button type="button" class="button text" data-undo @click=${undo}>${_("Undo")}</button>` : nothing}</p>
    <p class="foot-acts">${isLive() ? nothing : html`<a class="button" href=${`/s/${page.session.code}/organiser`}>${_("What is left to do")}</a>`}
    <a class="button" data-download href=${`/api/s/${page.session.code}/organiser/session-file`} download>${_("Download as file")}</a></p>`;
}
