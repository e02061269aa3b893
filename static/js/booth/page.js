/** The booth's lists: Now, Next, approved in order, and the last few answered. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, languageName } from "../shared/i18n.js";
import { chevron, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { programme } from "../shared/program.js";
import { withDeparted } from "./departures.js";
import { row } from "./row.js";
import { AS_ASKED, sides } from "./sides.js";
import { freshWords } from "./signal.js";

const HEADED = new Set(["live", "next"]); // their freshness is told in the heading, so that no text moves

function part(name, heading, rows, empty, fresh, { glyph, count, told } = {}) {
  const news = HEADED.has(name) && rows.map(({ view }) => freshWords(fresh.get(view.number))).find(Boolean);
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <div class="part-top"><h2 id=${`part-${name}`} class="part-heading">${glyph ? statusMark(glyph) : nothing}<span>${heading}</span>${count ? html`<span class="count">${formatNumber(count)}</span>` : nothing}</h2>
      ${news ? html`<p class="fresh-words">${news}</p>` : nothing}${told ? html`<p class="told">${told}</p>` : nothing}</div>
    ${
      rows.length
        ? html`<ol>${repeat(
            rows,
            ({ view }) => view.number,
            (one) => row(one, fresh.get(one.view.number)),
          )}</ol>`
        : html`<p class="voice empty">${empty}</p>`
    }
  </section>`;
}

/** @param options [[value, words]]; @param onChoose takes the value */
function side(name, label, options, chosen, onChoose) {
  return html`<label class="side"><span class="visually-hidden">${label}</span>
    <select data-side=${name} @change=${(event) => onChoose(event.currentTarget.value)}>${options.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen} .selected=${value === chosen}>${words}</option>`)}</select>${chevron()}
  </label>`;
}

/** Over the columns: which texts these are, and the choice of others. */
function columnHeads(onChoose) {
  const languages = page.session.languages.map(({ code }) => [
    code,
    _("In %(language)s", { language: languageName(code) }),
  ]);
  const { from, into } = sides();
  return html`<div class="column-heads">
    <div class="head-sides">
      ${side("from", _("First text"), [[AS_ASKED, _("As asked")], ...languages.filter(([code]) => code !== into)], from, (value) => onChoose({ from: value }))}
      ${side("into", _("Second text"), languages, into, (value) => onChoose({ into: value }))}
    </div>
    <p class="head-margin">${_("Glossary")}</p>
  </div>`;
}

/** @param shown {state, answered: [views], departed, fresh: Map of number to what}; @param onChoose takes {from} or {into} */
export function boothPage({ state, answered, departed, fresh }, onChoose) {
  const { live, next, queue } = programme(state);
  const rows = (views, name) => withDeparted(views, departed, name);
  const cleared = state.settings.screen_cleared
    ? _("The chairs have cleared the screen: the room sees the invitation.")
    : "";
  return html`${columnHeads(onChoose)}
    ${part("live", _("Now"), rows(live ? [live] : [], "live"), _("Nothing is on the screen."), fresh, { glyph: "live", told: cleared })}
    ${part("next", _("Next"), rows(next ? [next] : [], "next"), _("The first in the queue will come up."), fresh, { glyph: "next" })}
    ${part("approved", _("Approved, in order"), rows(queue, "approved"), _("No question approved yet."), fresh, { count: queue.length })}
    ${answered.length ? part("answered", _("Already answered"), rows(answered, "answered"), "", fresh) : nothing}`;
}
