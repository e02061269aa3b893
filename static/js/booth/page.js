/** The booth's lists: Now, Next, approved in order, and the last few answered. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { correction } from "../elements/correction.js";
import { kindWords, read } from "../elements/original.js";
import { plainText, questionGroup, questionTo } from "../elements/question.js";
import { _, formatNumber, formatTime, languageName, ngettext } from "../lib/i18n.js";
import { languageTag, statusMark } from "../lib/marks.js";
import { page } from "../lib/page.js";
import { asAsked } from "../lib/reading.js";
import { programme } from "../stage/program.js";
import { withDeparted } from "./departures.js";
import { closeCorrection, correcting, isBeingCorrected, mayCorrect, openCorrection, sendAgain, sendCorrection } from "./correcting.js";
import { readingSeconds } from "./reading.js";
import { flaggedAsked, flaggedInto, numberAnew, termNotes } from "./terms.js";

const correctButton = (view, words) => html`<button type="button" class="original-button" @click=${() => openCorrection(view)}>${words}</button>`;

function labels(view, more, button = false) {
  const seconds = readingSeconds(view.text);
  return html`<p class="labels">
    ${languageTag(view.language)}${more ?? html`<span aria-hidden="true">${_("asked in %(language)s", { language: languageName(view.language) })}</span>`}
    ${questionGroup(view)} ${questionTo(view)}
    ${button ? correctButton(view, _("Translate")) : nothing}
    <span class="seconds">${ngettext("%(n)s second to read", "%(n)s seconds to read", seconds)}</span>
  </p>`;
}

/** When and by whom a translation was given by hand, or that a machine made it. */
function provenance(view, got) {
  const { at } = view.translations?.[page.lang] ?? {};
  if (got.kind === "booth") return _("corrected by the booth at %(time)s", { time: formatTime(at) });
  if (got.kind === "chair") return _("corrected by a chair at %(time)s", { time: formatTime(at) });
  return kindWords(got, { machine: true });
}

/** The second column: the text in the booth's language with what it is, or that none is there. */
function translation(view) {
  const got = read(view);
  if (isBeingCorrected(view)) {
    return html`<div class="into">${correction(correcting.draft, { onSend: sendCorrection, onClose: closeCorrection })}</div>`;
  }
  return html`<div class="into" data-kind=${got.kind}>
    ${got.original ? flaggedInto(view, got) : nothing}
    <p class="labels"><span class="translation">${provenance(view, got)}</span>
      ${got.state === "failed" ? html`<button type="button" class="original-button" @click=${() => sendAgain(view)}>${_("ask again")}</button>` : nothing}
      ${mayCorrect(view) ? correctButton(view, got.original ? _("Correct") : _("Translate")) : nothing}
      ${correcting.notes.has(view.number) ? html`<span class="error" role="alert">${correcting.notes.get(view.number)}</span>` : nothing}</p>
  </div>`;
}

/** Asked in the booth's own language the text spans both columns. */
function columns(view) {
  const text = flaggedAsked(view);
  if (view.language === page.lang) {
    return html`<div class="spans">${text}${labels(view, html`<span class="nothing">${_("asked in %(language)s, nothing to translate", { language: languageName(page.lang) })}</span>`)}</div>`;
  }
  return html`<div class="as-asked">${text}${labels(view)}</div>${translation(view)}`;
}

/** Where nobody translates there is one column, until somebody begins to by hand. */
function row({ view, departed }, fresh, isBilingual) {
  const inColumns = isBilingual || isBeingCorrected(view);
  return html`<li class="row" data-number=${view.number} data-status=${departed ? "departed" : view.status} ?data-fresh=${fresh === view.number} tabindex=${inColumns || mayCorrect(view) ? 0 : nothing}>
    <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
    <div class="row-body">
      ${departed ? html`<p class="departed-words">${_("Taken back, will not be asked now")}</p><del>${plainText(asAsked(view))}</del>` : inColumns ? columns(view) : html`${flaggedAsked(view)}${labels(view, null, mayCorrect(view))}`}
    </div>
    ${departed ? nothing : termNotes(view)}
  </li>`;
}

function part(name, heading, rows, empty, { glyph, fresh, count, bilingual } = {}) {
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <h2 id=${`part-${name}`} class="part-heading">${glyph ? statusMark(glyph) : nothing}<span>${heading}</span>${count ? html`<span class="count">${formatNumber(count)}</span>` : nothing}</h2>
    ${rows.length ? html`<ol>${repeat(rows, ({ view }) => view.number, (one) => row(one, fresh, bilingual))}</ol>` : html`<p class="voice empty">${empty}</p>`}
  </section>`;
}

/** Two columns where somebody translates: a machine, or somebody has begun to by hand. */
function isBilingual(views) {
  const mine = page.session.languages.some(({ code }) => code === page.lang);
  return mine && (page.session.translation || views.some((view) => Object.keys(view?.translations ?? {}).length));
}

/** @param shown {state, answered: [views], departed, fresh: {live, next}} */
export function boothPage({ state, answered, departed, fresh }) {
  const { live, next, queue } = programme(state);
  numberAnew();
  const bilingual = isBilingual([live, next, ...queue, ...answered]);
  const rows = (views, name) => withDeparted(views, departed, name);
  return html`
    ${bilingual ? html`<div class="column-heads"><p>${_("As asked")}</p><p>${_("In %(language)s", { language: languageName(page.lang) })}</p><p>${_("Glossary")}</p></div>` : nothing}
    ${part("live", _("Now"), rows(live ? [live] : [], "live"), _("Nothing is on the screen."), { glyph: "live", fresh: fresh.live, bilingual })}
    ${part("next", _("Next"), rows(next ? [next] : [], "next"), _("The first in the queue will come up."), { glyph: "next", fresh: fresh.next, bilingual })}
    ${part("approved", _("Approved, in order"), rows(queue, "approved"), _("No question approved yet."), { count: queue.length, bilingual })}
    ${answered.length ? part("answered", _("Answered"), rows(answered, "answered"), "", { bilingual }) : nothing}`;
}
