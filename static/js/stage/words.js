/**
 * The fixed words on the stage, in at most three of the session's languages (stage/languages.js). The words are in
 * `page.words`, because a page's catalogue has only one language.
 */

import { html, nothing } from "lit/html.js";
import { fill } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { directionOf, reading, translationsOf } from "../shared/reading.js";
import { AT_ONCE, chosen, isShown, languages, pageLanguage } from "./languages.js";

/** @import {Direction, QuestionView, StageWords} from "../shared/contracts.d.ts" */

/** @typedef {Exclude<keyof StageWords, "groups" | "shorts" | "topics">} WordKey the key of a word in `page.words` */
/** @typedef {{code: string, dir: Direction, text: string}} WordText a word in the language `code` */

/**
 * Return the language, or undefined if the language is unknown or hidden.
 * @param {string | undefined} lang
 */
export const known = (lang) => (lang && lang !== "und" ? lang : undefined);

/**
 * Return the language in which the stage shows the question `view` (for example Next) beside the live question `live`.
 * Return the language of `live` if the stage shows this language and `view` has a text in it. Otherwise return the
 * page's language.
 * @param {QuestionView | null} live
 * @param {QuestionView} view
 */
export function languageBeside(live, view) {
  const lang = known(live?.language);
  if (!lang || !isShown(lang)) return pageLanguage();
  const exists = view.text === "" ? page.words?.aloud?.[lang] : reading(view, lang).lang === lang;
  return exists ? lang : pageLanguage();
}

/**
 * Return the language of the text that a reader of `lang` sees. It differs from `lang` if the question has no text in
 * `lang`.
 * @param {QuestionView} view
 * @param {string} lang
 */
export const textLanguage = (view, lang) => (view.text === "" ? lang : reading(view, lang).lang);

/**
 * Return the text of `key` in `page.words` in the language `lang`. If this text is missing, return the text in the
 * session's first language. If both are missing, return "".
 * @param {WordKey} key
 * @param {string | undefined} lang
 */
export function word(key, lang) {
  const byLanguage = page.words?.[key] ?? {};
  return byLanguage[lang ?? ""] ?? byLanguage[page.session.languages[0].code] ?? "";
}

/**
 * Return the texts of `key` in `page.words` for the stage's languages. If there is no text for these languages, return
 * the texts of all languages. If two languages have the same text, return it only once.
 * @param {WordKey} key
 * @param {string} [first] the language that comes first
 * @returns {WordText[]}
 */
export function texts(key, first) {
  const byLanguage = page.words?.[key] ?? {};
  const own = languages(first).filter(({ code }) => byLanguage[code]);
  const shown = own.length ? own : Object.keys(byLanguage).map((code) => ({ code, dir: directionOf(code) }));
  const all = shown.map(({ code, dir }) => ({ code, dir, text: byLanguage[code] }));
  return all.filter(({ text }, index) => all.findIndex((other) => other.text === text) === index);
}

/**
 * Return a word in the stage's languages, as one element for each language.
 * @param {WordKey} key
 * @param {string} [first] the language that comes first
 */
export function words(key, first) {
  return texts(key, first).map(
    ({ code, dir, text }) => html`<span class="word" lang=${code} dir=${dir}>${text}</span>`,
  );
}

/**
 * Return a remark about a question, in the language `lang`. If the view has no `language`, the Chatham House Rule hides
 * the question's language. Then return the remark in all languages of the stage.
 * @param {WordKey} key
 * @param {QuestionView} view
 * @param {string | undefined} lang the language of the line to which the remark belongs
 * @param {Record<string, unknown>} [values]
 */
export function remark(key, view, lang, values) {
  /** @type {{code?: string, dir?: Direction, text: string}[]} */
  const parts = view.language === undefined ? texts(key) : [{ code: lang, text: word(key, lang) }];
  return html`<span class="spoken">${parts.map(({ code, dir, text }) => html`<span lang=${code ?? nothing} dir=${dir ?? nothing}>${fill(text, values)}</span>`)}</span>`;
}

/**
 * Return the translations to show below the original text of a question: the translations into the chosen languages. If
 * no languages are chosen, return at most two translations, so that the stage shows at most three texts.
 * @param {QuestionView} view
 */
export function translationsBelow(view) {
  if (view.texts) return [];
  const codes = languages(view.language).map(({ code }) => code);
  return translationsOf(view, codes).slice(0, chosen().length ? AT_ONCE : AT_ONCE - 1);
}

/**
 * Return at most three texts of a question with `texts` (Chatham House Rule), in the chosen languages. If there is no
 * text in a chosen language, use the first languages of the session that have a text. Do not add the original, because
 * the addition would reveal its language. Return an empty list for a question without `texts`.
 * @param {QuestionView} view
 */
export function unmarkedTexts(view) {
  if (!view.texts) return [];
  const { texts } = view;
  const existing = (/** @type {{code: string}[]} */ all) => all.map(({ code }) => code).filter((code) => code in texts);
  const own = existing(chosen());
  return translationsOf(view, (own.length ? own : existing(page.session.languages)).slice(0, AT_ONCE));
}

/**
 * Return the language of the text that `texts` contains for `lang`. The set-up page fills a missing text with the text
 * of the first language. Therefore return the first language if the two texts are equal, otherwise `lang`.
 * @param {Record<string, string>} texts
 * @param {string} lang
 */
export function writtenLanguage(texts, lang) {
  const [first] = Object.keys(texts);
  return texts[lang] === texts[first] ? first : lang;
}

/**
 * Return the label of a stakeholder group in `lang`, and the language of this label. If there is no label in `lang`,
 * return the label in the page's language.
 * @param {string} key
 * @param {string | undefined} lang
 * @param {boolean} isShort whether to return the short label, for a line with several groups
 * @returns {{text: string, lang: string | null | undefined}}
 */
export function groupLabel(key, lang, isShort) {
  const texts = page.words?.[isShort ? "shorts" : "groups"][key];
  if (lang && texts?.[lang]) return { text: texts[lang], lang: writtenLanguage(texts, lang) };
  const group = page.session.groups.find((candidate) => candidate.key === key);
  return isShort
    ? { text: group?.short ?? "", lang: group?.short_lang }
    : { text: group?.label ?? "", lang: group?.lang };
}
