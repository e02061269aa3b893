/**
 * The languages of the stage. The page's address can choose up to three languages of the session
 * (`?languages=en,ar,zh`). If the address chooses none, the chairs can choose the languages. Without a choice, the
 * stage shows the session's first languages.
 */

import { page } from "../shared/page-data.js";

/** @import {LanguageView, SettingsView} from "../shared/contracts.d.ts" */

/** The maximum number of languages of the stage. */
export const AT_ONCE = 3;

/**
 * Return the languages with these tags: at most three, each once. Ignore unknown tags, and the difference between upper
 * and lower case.
 * @param {string[]} codes
 * @param {LanguageView[]} all
 * @returns {LanguageView[]}
 */
export function languagesOf(codes, all) {
  const named = codes.map((code) => all.find((language) => language.code.toLowerCase() === code.trim().toLowerCase()));
  return [...new Set(named)].filter((language) => language !== undefined).slice(0, AT_ONCE);
}

const ofAddress = (new URLSearchParams(globalThis.location?.search).get("languages") ?? "").split(",");
/** @type {string[]} */
let ofChairs = [];

/**
 * Store the languages that the chairs have chosen. Call before each drawing.
 * @param {Partial<SettingsView>} settings
 */
export function takeChoice({ stage_languages: codes }) {
  ofChairs = codes ?? [];
}

/**
 * Return the chosen languages of this stage in the order in which they were chosen; an empty list if no languages are
 * chosen.
 */
export function chosen() {
  const own = languagesOf(ofAddress, page.session.languages);
  return own.length ? own : languagesOf(ofChairs, page.session.languages);
}

/**
 * Return whether the stage may show texts in this language beside the original of the live question. Return true if
 * this language is chosen, or if no languages are chosen.
 * @param {string} lang
 */
export const isShown = (lang) => !chosen().length || chosen().some(({ code }) => code === lang);

/**
 * Return the languages of the stage, at most three. If languages are chosen, return only chosen languages; otherwise,
 * return languages of the session. If `first` is one of these languages, put it first.
 * @param {string} [first]
 */
export function languages(first) {
  const isFirst = (/** @type {LanguageView} */ { code }) => code === first;
  const own = chosen();
  const all = own.length ? own : page.session.languages;
  return [...all.filter(isFirst), ...all.filter((language) => !isFirst(language))].slice(0, AT_ONCE);
}

/**
 * Return the language to show instead of `lang`. If `lang` is a language of the session that is not among the chosen
 * languages, return the first chosen language. Otherwise return `lang`.
 * @param {string} lang
 */
function shownInstead(lang) {
  const isOfSession = page.session.languages.some(({ code }) => code === lang);
  return isOfSession && !isShown(lang) ? chosen()[0].code : lang;
}

/**
 * Return the language in which the stage shows a question if it shows the question in one language only. This is the
 * reading language of the page. If it is a language of the session that is not among the languages chosen for the
 * screen, it is the first chosen language.
 */
export const readingLanguage = () => shownInstead(page.reading);

/**
 * Return the language for a question and its fixed words that are shown beside the live question, but cannot be shown
 * in the language of the live question. This is the page's language. If it is a language of the session that is not
 * among the languages chosen for the screen, it is the first chosen language.
 */
export const pageLanguage = () => shownInstead(page.lang);
