/** The line under a question: its group, its language, and more facts about the question and its asker. */

/** @import { ChairsQuestion, LanguageView } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, formatList, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { groupMark, languageTag } from "../../shared/view/marks.js";
import { read, translationLabel } from "../../shared/view/original.js";
import { votesLabel } from "../model/sentences.js";
import { wordingMarks } from "./question-words.js";

/** @param {string} key */
export const groupOf = (key) => page.session.groups.find((group) => group.key === key);

/**
 * Return a group's mark and short name.
 * @param {string} key
 */
export function groupLabel(key) {
  const group = groupOf(key);
  return group
    ? html`<span class="meta-group">${groupMark(key)}<span class="group-name">${group.short ?? group.label}</span></span>`
    : nothing;
}

/**
 * Return the label of the translation. If the translation failed, add the button "Translate again".
 * @param {ChairsQuestion} view
 * @param {Tab} tab
 */
function translationParts(view, tab) {
  if (!view.text) return nothing;
  const hasFailed = read(view).state === "failed";
  const isOriginal = view.language === page.lang && page.session.translation;
  return html`${translationLabel(view, { brief: true, tab })}
    ${hasFailed ? html`<button type="button" class="original-button" data-act="retranslate" tabindex=${tab}>${_("Translate again")}</button>` : nothing}
    ${isOriginal ? html`<span class="translation">${_("original")}</span>` : nothing}`;
}

/**
 * Return the names of the panellists who pressed "I'll take it".
 * @param {ChairsQuestion} view
 */
function flagsPart({ flags }) {
  if (!flags?.length) return nothing;
  const names = flags.map((key) => panellistOf(key)?.name ?? key);
  return html`<b class="meta-flags">${_("Answer offered by %(names)s", { names: formatList(names) })}</b>`;
}

/** @param {string | null} key */
const panellistOf = (key) => page.session.panellists.find((panellist) => panellist.key === key);

/**
 * Return the group, the language, the addressee and more facts about the asker, but never the asker's identity.
 * @param {ChairsQuestion} view
 * @param {unknown} [end] the last part of the line
 * @param {Tab} [tab]
 */
export function askedBy(view, end = nothing, tab = nothing) {
  const region = page.session.regions.find(({ key }) => key === view.region);
  const to = panellistOf(view.to);
  const likely = view.language_source === "detected" ? view.looks_like : null;
  return html`<p class="meta">
    ${groupLabel(view.group)}
    <span>${languageTag(view.language)}</span>
    ${translationParts(view, tab)}
    ${wordingMarks(view, tab)}
    ${view.aloud && view.text ? html`<span>${_("asked in the room")}</span>` : nothing}
    ${flagsPart(view)}
    ${likely ? html`<span>${_("text looks like %(language)s", { language: languageName(likely) })}</span>` : nothing}
    ${region ? html`<span>${region.label}</span>` : nothing}
    ${to ? html`<span>${_("to %(name)s", { name: to.name })}</span>` : nothing}
    ${view.name ? html`<span dir="auto">${view.name}</span>` : nothing}
    ${view.reworded_from ? html`<span>${_("reworded, was No. %(number)s", { number: view.reworded_from })}</span>` : nothing}
    ${view.muted ? html`<span class="meta-muted">${_("asker stopped")}</span>` : nothing}
    ${end}
  </p>`;
}

/**
 * Return the words "has asked before". For a first question, return nothing: most people ask only once.
 * @param {ChairsQuestion} view
 */
export function askedBefore(view) {
  return view.first === false ? html`<span class="meta-before">${_("has asked before")}</span>` : nothing;
}

/**
 * Return the number of votes, if there are any.
 * @param {ChairsQuestion} view
 */
export function votes(view) {
  return view.votes ? html`<span class="meta-votes">${votesLabel(view.votes)}</span>` : nothing;
}

/**
 * Return the doubt about a question's language in words, and the languages to choose from: first the likely language,
 * then the current language.
 * @param {ChairsQuestion} view
 * @returns {{words: string, choices: Pick<LanguageView, "code" | "name">[]} | null}
 */
function doubtOf({ language, language_source: source, looks_like: likely, unsure }) {
  const { languages } = page.session;
  if (!likely) return unsure ? { words: _("language not certain"), choices: languages } : null;
  if (source !== "chosen") return null; // The line under the question names this language already.
  /** @param {string} code */
  const choiceOf = (code) =>
    languages.find((candidate) => candidate.code === code) ?? { code: "und", name: _("Another language") };
  const words = _("asker chose %(chosen)s, text looks like %(other)s", {
    chosen: languageName(language),
    other: languageName(likely),
  });
  const choices = [choiceOf(likely), choiceOf(language)];
  return { words, choices: choices[0].code === choices[1].code ? [choices[0]] : choices };
}

/**
 * Return "asker chose es, text looks like fr", with a button for each of the two languages.
 * @param {ChairsQuestion} view
 * @param {Tab} tab
 */
export function languageDoubt(view, tab) {
  const doubt = doubtOf(view);
  if (!doubt) return nothing;
  return html`<p class="doubt">
    <span>${doubt.words}</span>
    <span class="doubt-choices" role="group" aria-label=${_("Set the language of No. %(number)s", { number: view.number })}>
      ${doubt.choices.map(
        ({ code, name }) =>
          html`<button type="button" class="button text" data-act="set_language" data-value=${code} tabindex=${tab} lang=${code === "und" ? nothing : code}>${name}</button>`,
      )}
    </span>
  </p>`;
}
