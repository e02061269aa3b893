/** Small pieces that every row of the dashboard is made of. */

import { html, nothing } from "lit/html.js";
import { ui } from "../model/ui.js";
import { letterOf, nameOf, votesLabel } from "../model/sentences.js";
import { _, formatList, languageName } from "../../shared/i18n.js";
import { groupMark, languageTag } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { wordingMarks } from "./question-words.js";
import { read, translationLabel } from "../../shared/view/original.js";

const labelIn = (list, key) => list.find((one) => one.key === key);

/** A key cap; hidden where keys are off or there is no keyboard. */
export function cap(key) {
  return html`<kbd class="key" aria-hidden="true">${key}</kbd>`;
}

/** What is said of the translation, beside the tag; a translation that failed can be asked for again. */
function translated(view, tab) {
  if (!view.text) return nothing;
  const { state } = read(view);
  return html`${translationLabel(view, { brief: true, tab })}
    ${state === "failed" ? html`<button type="button" class="original-button" data-act="retranslate" tabindex=${tab}>${_("ask again")}</button>` : nothing}
    ${view.language === page.lang && page.session.translation ? html`<span class="translation">${_("original")}</span>` : nothing}`;
}

/** Panellists who said "I'll take it". */
function flags({ flags }) {
  if (!flags?.length) return nothing;
  const names = flags.map((key) => labelIn(page.session.panellists, key)?.name ?? key);
  return html`<b class="meta-flags">${_("%(names)s would take it", { names: formatList(names) })}</b>`;
}

/** Group, language, addressee and what else is known of the asker; never who it is. */
export function askedBy(view, more = nothing, tab = nothing) {
  const group = labelIn(page.session.groups, view.group);
  const region = view.region && labelIn(page.session.regions, view.region);
  const to = view.to && labelIn(page.session.panellists, view.to);
  return html`<p class="meta">
    ${group ? html`<span class="meta-group">${groupMark(view.group)}${group.short ?? group.label}</span>` : nothing}
    <span>${languageTag(view.language)}</span>
    ${translated(view, tab)}
    ${wordingMarks(view, tab)}
    ${view.aloud && view.text ? html`<span>${_("asked in the room")}</span>` : nothing}
    ${flags(view)}
    ${view.looks_like && view.language_source === "detected" ? html`<span>${_("looks like %(language)s", { language: languageName(view.looks_like) })}</span>` : nothing}
    ${region ? html`<span>${region.label}</span>` : nothing}
    ${to ? html`<span>${_("to %(name)s", { name: to.name })}</span>` : nothing}
    ${view.name ? html`<span dir="auto">${view.name}</span>` : nothing}
    ${view.reworded_from ? html`<span>${_("reworded, was No. %(number)s", { number: view.reworded_from })}</span>` : nothing}
    ${view.muted ? html`<span class="meta-muted">${_("asker stopped")}</span>` : nothing}
    ${more}
  </p>`;
}

/** Said of the fewer: most people ask once, and those who have not asked yet come first. */
export function askedBefore(view) {
  return view.first === false ? html`<span class="meta-before">${_("asked before")}</span>` : nothing;
}

/** Votes, in the quiet ink. */
export function votes(view) {
  return view.votes ? html`<span class="meta-votes">${votesLabel(view.votes)}</span>` : nothing;
}

/** What is said of the language, and the languages worth choosing: the likely one first, then the one it has now. */
function doubtOf({ language, language_source: source, looks_like: likely, unsure }) {
  const known = page.session.languages;
  if (!likely) return unsure ? [_("language not certain"), known] : null;
  if (source !== "chosen") return null; // plainly another language: said beside the tag
  const other = { code: "und", name: _("Another language") };
  const find = (code) => known.find((one) => one.code === code) ?? other;
  const words = _("chosen %(chosen)s, looks like %(other)s", {
    chosen: languageName(language),
    other: languageName(likely),
  });
  return [words, [...new Set([find(likely), find(language)])]];
}

/** "chosen es, looks like fr" with a button for each answer. */
export function languageDoubt(view, tab) {
  const doubt = doubtOf(view);
  if (!doubt) return nothing;
  const [words, choices] = doubt;
  return html`<p class="doubt">
    <span>${words}</span>
    <span class="doubt-choices" role="group" aria-label=${_("Set the language of No. %(number)s", { number: view.number })}>
      ${choices.map(
        ({ code, name }) =>
          html`<button type="button" class="button text" data-act="set_language" data-value=${code} tabindex=${tab} lang=${code === "und" ? nothing : code}>${name}</button>`,
      )}
    </span>
  </p>`;
}

/** What was refused or happened here, in ink, with a way to put it aside. */
export function noteLine(where, sentence = ui.notes.get(where)) {
  if (!sentence) return nothing;
  return html`<p class="note">
    <span>${sentence}</span>
    <button type="button" class="button quiet" data-act="dismiss">${_("Close")}</button>
  </p>`;
}

/** "B Patryk Pawlak is reading this". */
export function readerLine(number) {
  const seat = ui.readers.get(number);
  if (!seat) return nothing;
  return html`<p class="reader">
    <span class="seat" aria-hidden="true">${letterOf(seat)}</span>
    <span class="reader-words">${_("%(name)s is reading this", { name: nameOf(seat) })}</span>
  </p>`;
}

/** The number of the one row of a list that Tab reaches: the current one, else the first. */
export function tabStop(list, rows) {
  const isHere = ui.current?.list === list && rows.some((row) => row.number === ui.current.number);
  return isHere ? ui.current.number : rows[0]?.number;
}

/** The attributes every row shares, read by CSS, tests and the keyboard. */
export function rowState(list, number, isStop) {
  const isCurrent = ui.current?.list === list && ui.current.number === number;
  return {
    isCurrent,
    isBusy: ui.busy.has(number),
    isRead: ui.readers.has(number),
    row: isStop ? 0 : -1, // one row of a list is in the order of Tab
    tab: isCurrent ? 0 : -1, // and the buttons of the current one
  };
}

/** A button of a row: an act with its words and key. */
export function actButton(act, words, { key, kind = "", tab, popup } = {}) {
  return html`<button
    type="button"
    class="button ${kind}"
    data-act=${act}
    tabindex=${tab ?? nothing}
    aria-keyshortcuts=${key && ui.keysOn ? key : nothing}
    aria-haspopup=${popup ?? nothing}
  >${words}${key && ui.keysOn ? cap(key) : nothing}</button>`;
}

/** The three dots that open what else can be done. */
export function moreButton(number) {
  return html`<button
    type="button"
    class="more"
    data-act="menu"
    aria-haspopup="dialog"
    aria-label=${_("More for No. %(number)s", { number })}
  ><svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="currentColor"><circle cx="3.5" cy="9" r="1.5"></circle><circle cx="9" cy="9" r="1.5"></circle><circle cx="14.5" cy="9" r="1.5"></circle></svg></button>`;
}
