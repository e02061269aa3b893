/**
 * The stage's words, in at most three of the session's languages. The words are in `page.words`, because a page's
 * catalogue has only one language.
 */

import { html, nothing } from "lit/html.js";
import { fill } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { translationsOf } from "../shared/reading.js";

/** @import {Direction, LanguageView, QuestionView, StageWords} from "../shared/contracts.d.ts" */

/** @typedef {Exclude<keyof StageWords, "groups" | "shorts">} WordKey */
/** @typedef {{code: string, dir: Direction, text: string}} WordText */

const AT_ONCE = 3;

/**
 * Return at most three of the session's languages, beginning with `first`.
 * @param {string} [first]
 */
export function languages(first) {
  const isFirst = (/** @type {LanguageView} */ { code }) => code === first;
  const all = page.session.languages;
  return [...all.filter(isFirst), ...all.filter((language) => !isFirst(language))].slice(0, AT_ONCE);
}

/**
 * Return a word in `lang`, otherwise in the session's first language, otherwise "".
 * @param {WordKey} key
 * @param {string | undefined} lang
 */
export function word(key, lang) {
  const byLanguage = page.words?.[key] ?? {};
  return byLanguage[lang ?? ""] ?? byLanguage[page.session.languages[0].code] ?? "";
}

/**
 * Return a word in the stage's languages. A text that is the same in two languages is listed once.
 * @param {WordKey} key
 * @param {string} [first] the language that comes first
 * @returns {WordText[]}
 */
export function texts(key, first) {
  const all = languages(first).map(({ code, dir }) => ({ code, dir, text: page.words?.[key]?.[code] ?? "" }));
  return all.filter(({ text }, index) => text && all.findIndex((other) => other.text === text) === index);
}

/**
 * Return a word as one element for each language.
 * @param {WordKey} key
 * @param {string} [first] the language that comes first
 */
export function words(key, first) {
  return texts(key, first).map(
    ({ code, dir, text }) => html`<span class="word" lang=${code} dir=${dir}>${text}</span>`,
  );
}

/**
 * Return a remark about a question in `lang`, the language of the line. If the question's language is hidden, return
 * the remark in all languages of the stage.
 * @param {WordKey} key
 * @param {QuestionView} view
 * @param {string | undefined} lang of the line
 * @param {Record<string, unknown>} [values]
 */
export function remark(key, view, lang, values) {
  /** @type {{code?: string, dir?: Direction, text: string}[]} */
  const parts = view.language === undefined ? texts(key) : [{ code: lang, text: word(key, lang) }];
  return html`<span class="spoken">${parts.map(({ code, dir, text }) => html`<span lang=${code ?? nothing} dir=${dir ?? nothing}>${fill(text, values)}</span>`)}</span>`;
}

/**
 * Return the translations below a question as asked: at most two, so that the stage shows at most three languages.
 * @param {QuestionView} view
 */
export function translationsBelow(view) {
  if (view.texts) return [];
  const codes = languages(view.language).map(({ code }) => code);
  return translationsOf(view, codes).slice(0, AT_ONCE - 1);
}

/**
 * Return the texts of a question under the Chatham House Rule: up to three languages, in the session's order. Return an
 * empty list while only the question as asked exists.
 * @param {QuestionView} view
 */
export function unmarkedTexts(view) {
  const codes = languages().map(({ code }) => code);
  return view.texts ? translationsOf(view, codes) : [];
}

/**
 * Return the label of a stakeholder group in `lang`, otherwise in the page's language.
 * @param {string} key
 * @param {string | undefined} lang
 */
export function groupLabel(key, lang) {
  const label = page.session.groups.find((group) => group.key === key)?.label;
  return page.words?.groups[key]?.[lang ?? ""] ?? label ?? "";
}

/**
 * Return the short label of a stakeholder group, for a line with several groups.
 * @param {string} key
 * @param {string | undefined} lang
 */
export function groupShort(key, lang) {
  const label = page.session.groups.find((group) => group.key === key)?.short;
  return page.words?.shorts[key]?.[lang ?? ""] ?? label ?? "";
}
