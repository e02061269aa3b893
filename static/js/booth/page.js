/** The booth's lists: Now, Next, approved in order, and the last answered questions. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, languageName } from "../shared/i18n.js";
import { chevron, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { programme } from "../shared/programme.js";
import { withDeparted } from "./departures.js";
import { row } from "./row.js";
import { AS_ASKED, sides } from "./sides.js";
import { freshWords } from "./signal.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Row} from "./departures.js" */
/** @import {Shown} from "./signal.js" */
/** @typedef {(values: {from?: string, into?: string}) => void} OnChoose */

const HEADED = new Set(["live", "next"]); // For these parts, the heading names the change, so that no text moves.

/**
 * @param {"live" | "next" | "approved" | "answered"} name
 * @param {string} heading
 * @param {Row[]} rows
 * @param {string} empty the sentence for a part without rows
 * @param {Shown["fresh"]} fresh
 * @param {{glyph?: string, count?: number, notice?: string}} [options]
 */
function part(name, heading, rows, empty, fresh, { glyph, count, notice } = {}) {
  const news = HEADED.has(name) && rows.map(({ view }) => freshWords(fresh.get(view.number))).find(Boolean);
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <div class="part-top"><h2 id=${`part-${name}`} class="part-heading">${glyph ? statusMark(glyph) : nothing}<span>${heading}</span>${count ? html`<span class="count">${formatNumber(count)}</span>` : nothing}</h2>
      ${news ? html`<p class="fresh-words">${news}</p>` : nothing}${notice ? html`<p class="part-notice">${notice}</p>` : nothing}</div>
    ${
      rows.length
        ? html`<ol>${repeat(
            rows,
            ({ view }) => view.number,
            (shownRow) => row(shownRow, fresh.get(shownRow.view.number)),
          )}</ol>`
        : html`<p class="voice empty">${empty}</p>`
    }
  </section>`;
}

/**
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
 * Return the headings of the columns, in which the language of each text can be chosen.
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
 * @param {Shown} shown
 * @param {OnChoose} onChoose
 */
export function boothPage({ state, answered, departed, fresh }, onChoose) {
  if (!state) return nothing;
  const { live, next, queue } = programme(state);
  const rows = (/** @type {QuestionView[]} */ views, /** @type {string} */ name) => withDeparted(views, departed, name);
  const notice = state.settings.screen_cleared
    ? _("The chairs have cleared the screen: the room sees the call for questions.")
    : "";
  return html`${columnHeads(onChoose)}
    ${part("live", _("Now"), rows(live ? [live] : [], "live"), _("Nothing is on the screen."), fresh, { glyph: "live", notice })}
    ${part("next", _("Next"), rows(next ? [next] : [], "next"), _("The first in the queue will come up."), fresh, { glyph: "next" })}
    ${part("approved", _("Approved, in order"), rows(queue, "approved"), _("No question approved yet."), fresh, { count: queue.length })}
    ${answered.length ? part("answered", _("Already answered"), rows(answered, "answered"), "", fresh) : nothing}`;
}
