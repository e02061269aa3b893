/** The line under a question: its group, its language, and more facts about the question and its asker. */

/** @import { ChairsQuestion, LanguageView } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { boothName } from "../../shared/booth-name.js";
import { _, formatList, languageName } from "../../shared/i18n.js";
import { foreign, isOfSession, page } from "../../shared/page-data.js";
import { groupMark, languageTag, statusMark } from "../../shared/view/marks.js";
import { read, translationLabel } from "../../shared/view/original.js";
import { mayCorrect } from "../control/correction.js";
import { hasWordsAside } from "../model/editors.js";
import { votesLabel } from "../model/sentences.js";
import { wordingMarks } from "./question-words.js";
import { warningsPart } from "./warnings.js";

/**
 * The `source` of imported questions that people sent before the session. Every other `source` is the name of a product
 * ("Zoom").
 */
const SENT_BEFORE = "before";

/**
 * Return the stakeholder group with this key, or undefined.
 * @param {string} key
 */
export const groupOf = (key) => page.session.groups.find((group) => group.key === key);

/**
 * Return a group's mark and short name.
 * @param {string} key
 */
export function groupLabel(key) {
  const group = groupOf(key);
  return group
    ? html`<span class="meta-group">${groupMark(key)}<span class="group-name" lang=${foreign({ lang: group.short_lang }) ?? nothing}>${group.short ?? group.label}</span></span>`
    : nothing;
}

/**
 * Return a button for an act. The button looks like a word of the line.
 * @param {string} act
 * @param {string} words
 * @param {Tab} tab
 */
const actButton = (act, words, tab) =>
  html`<button type="button" class="original-button" data-act=${act} tabindex=${tab}>${words}</button>`;

/**
 * Return the label of the translation. If the translation failed, add the button "Translate again". If the engine does
 * not translate between these languages, add the button "Give a translation…". In a session with translation, add the
 * word "original" if the question was asked in the chair's reading language.
 * @param {ChairsQuestion} view
 * @param {Tab} tab
 */
function translationParts(view, tab) {
  if (!view.text) return nothing;
  const { state } = read(view);
  const isOriginal = view.language === page.reading && page.session.translation;
  const booth = boothName(view, page.reading);
  return html`${translationLabel(view, { brief: true, tab })}
    ${booth ? html`<span class="translation meta-booth" title=${booth}>${booth}</span>` : nothing}
    ${state === "failed" ? actButton("retranslate", _("Translate again"), tab) : nothing}
    ${state === "unserved" && mayCorrect(view) ? actButton("correct", _("Give a translation…"), tab) : nothing}
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

/**
 * Return the panellist with this key, or undefined.
 * @param {string | null} key
 */
const panellistOf = (key) => page.session.panellists.find((panellist) => panellist.key === key);

/**
 * Return the source of an imported question.
 * @param {ChairsQuestion} view
 */
function sourcePart({ source }) {
  if (!source) return nothing;
  const words = source === SENT_BEFORE ? _("sent before") : _("from %(source)s", { source });
  return html`<b class="meta-source" dir="auto">${words}</b>`;
}

/**
 * Return the asker's name. The words before the name say whether the chair is allowed to read the name out.
 * @param {ChairsQuestion} view
 */
function namePart({ name, show_name: isPublic }) {
  if (!name) return nothing;
  const words = isPublic ? _("may be read out:") : _("name: only for chairs");
  return html`<span class="meta-name" data-consent=${isPublic ? "public" : "chairs"}>
    ${statusMark(isPublic ? "name-public" : "name-private")}<span class="consent">${words}</span> <span class="asker" dir="auto">${name}</span>
  </span>`;
}

/**
 * Return the label of the question's topic; nothing if the question has no topic.
 * @param {ChairsQuestion} view
 */
function topicPart(view) {
  const topic = page.session.topics.find(({ key }) => key === view.topic);
  return topic
    ? html`<span class="meta-topic" title=${topic.label ?? nothing} lang=${foreign(topic) ?? nothing}>${topic.label}</span>`
    : nothing;
}

/**
 * Return the words about the language that the server has detected (`looks_like`). If the detection is certain and the
 * session does not have this language, the words say so. Return nothing in these cases:
 * - The server has detected no language.
 * - A chair has corrected the language.
 * - The asker chose the language. Then `languageDoubt` shows the detected language.
 * @param {ChairsQuestion} view
 */
function likelyLanguage({ language, language_source: source, looks_like: likely, unsure }) {
  if (!likely || source !== "detected") return nothing;
  const name = languageName(likely);
  const isOutside = language === "und" && !unsure && !isOfSession(likely);
  const words = isOutside
    ? _("%(language)s, not a language of this session", { language: name })
    : _("text looks like %(language)s", { language: name });
  return html`<span class="meta-likely">${words}</span>`;
}

/**
 * Return the line of facts about a question, such as group, topic, addressee, language, region and the asker's name.
 * @param {ChairsQuestion} view
 * @param {unknown} [end] parts to add before the name
 * @param {Tab} [tab]
 * @param {unknown} [last] parts to add after the name
 */
export function askedBy(view, end = nothing, tab = nothing, last = nothing) {
  const region = page.session.regions.find(({ key }) => key === view.region);
  const to = panellistOf(view.to);
  return html`<p class="meta">
    ${groupLabel(view.group)} ${topicPart(view)}
    ${to ? html`<span class="meta-to">${_("to %(name)s", { name: to.name })}</span>` : nothing}
    <span class="meta-language">${languageTag(view.language)}</span>
    ${warningsPart(view)}
    ${translationParts(view, tab)}
    ${wordingMarks(view, tab)}
    ${hasWordsAside(view.number) ? html`<b class="meta-unsaved">${_("unsaved words")}</b>` : nothing}
    ${sourcePart(view)}
    ${view.aloud && view.text ? html`<span>${_("asked in the room")}</span>` : nothing}
    ${flagsPart(view)}
    ${likelyLanguage(view)}
    ${region ? html`<span class="meta-region" lang=${foreign(region) ?? nothing}>${region.label}</span>` : nothing}
    ${view.reworded_from ? html`<span>${_("reworded, was No. %(number)s", { number: view.reworded_from })}</span>` : nothing}
    ${view.asker_edited ? html`<span>${_("edited by its asker")}</span>` : nothing}
    ${view.muted ? html`<span class="meta-muted">${_("asker stopped")}</span>` : nothing}
    ${end} ${namePart(view)} ${last}
  </p>`;
}

/**
 * Return the facts that a narrow row can cut or leave out: group, topic, addressee, region and the asker's whole name.
 * @param {ChairsQuestion} view
 */
export function wholeFacts(view) {
  const region = page.session.regions.find(({ key }) => key === view.region);
  const to = panellistOf(view.to);
  return html`<p class="meta">
    ${groupLabel(view.group)} ${topicPart(view)} ${to ? html`<span class="meta-to">${_("to %(name)s", { name: to.name })}</span>` : nothing}
    ${region ? html`<span lang=${foreign(region) ?? nothing}>${region.label}</span>` : nothing} ${namePart(view)}
  </p>`;
}

/**
 * Return the words "has asked before". If this is the asker's first question, return nothing, because most people ask
 * only once.
 * @param {ChairsQuestion} view
 */
export function askedBefore(view) {
  return view.first === false ? html`<span class="meta-before">${_("has asked before")}</span>` : nothing;
}

/**
 * Return the number of votes; nothing if there are no votes.
 * @param {ChairsQuestion} view
 */
export function votes(view) {
  return view.votes ? html`<span class="meta-votes">${votesLabel(view.votes)}</span>` : nothing;
}

/**
 * If the question's language is uncertain, return a sentence about the language, and the languages that the chair can
 * choose. If the asker chose one language but the server has detected another, the choices are these two languages.
 * Otherwise, the choices are all languages of the session. If the question's language is `und` (unknown), "Another
 * language" is also a choice. Return null if the language is certain.
 * @param {ChairsQuestion} view
 * @returns {{words: string, choices: Pick<LanguageView, "code" | "name">[]} | null}
 */
function doubtOf({ language, language_source: source, looks_like: likely, unsure }) {
  const { languages } = page.session;
  if (!likely || source !== "chosen") {
    const choices = language === "und" ? [...languages, { code: "und", name: _("Another language") }] : languages;
    return unsure ? { words: _("language not certain"), choices } : null;
  }
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
 * Return the sentence about an uncertain language, such as "asker chose es, text looks like fr". Add a button for each
 * language that the chair can choose.
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
