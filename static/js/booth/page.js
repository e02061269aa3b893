/** The booth's lists: *Now*, *Next*, the approved questions in order, and the last answered questions. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, languageName } from "../shared/i18n.js";
import { chevron, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { programme } from "../shared/programme.js";
import { steadyRows } from "../shared/steady-rows.js";
import { withDeparted } from "./departures.js";
import { withEditor } from "./kept.js";
import { row } from "./row.js";
import { AS_ASKED, sides } from "./sides.js";
import { freshWords } from "./signal.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Row} from "./departures.js" */
/** @import {Shown} from "./signal.js" */
/**
 * A function that the page calls when the interpreter has chosen another language for one column.
 * @typedef {(values: {from?: string, into?: string}) => void} OnChoose
 */

const HEADED = new Set(["live", "next"]); // the parts whose heading also says how the question has just changed

/** @param {Row} row */
const keyOf = ({ view }) => String(view.number);

/**
 * For each part of the page: the function that returns the rows to draw. The function does not move a row in which a
 * person is writing.
 */
const steady = {
  live: steadyRows(keyOf),
  next: steadyRows(keyOf),
  approved: steadyRows(keyOf),
  answered: steadyRows(keyOf),
};

/**
 * Return the number of the question whose editor has the focus, as a string. If the focus is not in an editor of this
 * part, return null.
 * @param {string} name
 */
function writtenRow(name) {
  const form = document.activeElement?.closest("[data-correction]");
  const row = /** @type {HTMLElement | null | undefined} */ (form?.closest(`.part-${name} .row`));
  return row?.dataset.number ?? null;
}

/**
 * Return a part of the page: its heading and its rows.
 * @param {"live" | "next" | "approved" | "answered"} name
 * @param {string} heading
 * @param {Row[]} rows
 * @param {string} empty the sentence that is shown if there are no rows
 * @param {Shown["fresh"]} fresh
 * @param {{glyph?: string, count?: number, notice?: string}} [options]
 */
function part(name, heading, rows, empty, fresh, { glyph, count, notice } = {}) {
  const drawn = steady[name](rows, writtenRow(name));
  const news = HEADED.has(name) && rows.map(({ view }) => freshWords(fresh.get(view.number))).find(Boolean);
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <div class="part-top"><h2 id=${`part-${name}`} class="part-heading">${glyph ? statusMark(glyph) : nothing}<span>${heading}</span>${count ? html`<span class="count">${formatNumber(count)}</span>` : nothing}</h2>
      ${news ? html`<p class="fresh-words">${news}</p>` : nothing}${notice ? html`<p class="part-notice">${notice}</p>` : nothing}</div>
    ${
      rows.length
        ? html`<ol>${repeat(drawn, keyOf, (shownRow) => row(shownRow, name, fresh.get(shownRow.view.number)))}</ol>`
        : html`<p class="voice empty">${empty}</p>`
    }
  </section>`;
}

/**
 * Return the menu that chooses the language of one column.
 * @param {"from" | "into"} name
 * @param {string} label
 * @param {[value: string, words: string][]} options
 * @param {string} chosen
 * @param {OnChoose} onChoose
 */
function sideSelect(name, label, options, chosen, onChoose) {
  const change = (/** @type {Event & {currentTarget: HTMLSelectElement}} */ event) =>
    onChoose({ [name]: event.currentTarget.value });
  return html`<label class="side"><span class="visually-hidden">${label}</span>
    <select data-side=${name} @change=${change}>${options.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen} .selected=${value === chosen}>${words}</option>`)}</select>${chevron()}
  </label>`;
}

/**
 * Return the headings of the columns. The headings of the two text columns contain menus that choose the languages.
 * @param {OnChoose} onChoose
 */
function columnHeads(onChoose) {
  const { from, into } = sides();
  const targets = page.session.languages.map(
    ({ code }) => /** @type {[string, string]} */ ([code, _("In %(language)s", { language: languageName(code) })]),
  );
  /** @type {[string, string][]} */
  const sources = [[AS_ASKED, _("As asked")], ...targets.filter(([code]) => code !== into)];
  return html`<div class="column-heads">
    <div class="head-sides">
      ${sideSelect("from", _("First text"), sources, from, onChoose)}
      ${sideSelect("into", _("Second text"), targets, into, onChoose)}
    </div>
    <p class="head-margin">${_("Glossary")}</p>
  </div>`;
}

/**
 * Return the content of the page. Before the first snapshot, return `nothing`.
 * @param {Shown} shown
 * @param {OnChoose} onChoose
 */
export function boothPage({ state, answered, departed, fresh }, onChoose) {
  if (!state) return nothing;
  const { live, next, queue } = programme(state);
  const empty = live || next || answered.length ? _("No other question yet.") : _("No question approved yet.");
  const rows = (/** @type {QuestionView[]} */ views, /** @type {string} */ name) =>
    withEditor(withDeparted(views, departed, name), name);
  const notice = state.settings.screen_cleared
    ? _("The chairs have cleared the screen: the room sees the call for questions.")
    : "";
  return html`${columnHeads(onChoose)}
    ${part("live", _("Now"), rows(live ? [live] : [], "live"), _("Nothing is on the screen."), fresh, { glyph: "live", notice })}
    ${part("next", _("Next"), rows(next ? [next] : [], "next"), _("The first in the queue will come up."), fresh, { glyph: "next" })}
    ${part("approved", _("Approved, in order"), rows(queue, "approved"), empty, fresh, { count: queue.length })}
    ${answered.length ? part("answered", _("Already answered"), rows(answered, "answered"), "", fresh) : nothing}`;
}
