/**
 * The text of a question for a reader with one reading language, and the origin of this text. The functions are pure.
 */

/** @import {Direction, QuestionView, TranslationSource, TranslationState} from "./contracts.d.ts" */
import { page } from "./page-data.js";

/** @typedef {{text: string, lang: string, dir: Direction}} Text `lang`: "" if the language is unknown or hidden. */
/**
 * @typedef {object} Origin The origin of a text that a reader sees.
 * @property {"original" | "unmarked" | TranslationSource} kind `unmarked`: a text under the Chatham House Rule; the
 *   reader does not learn whether it is the original
 * @property {Exclude<TranslationState, "done"> | "none" | "unserved" | null} state the reason why there is no
 *   translation; null if there is a translation, if none is needed, or if the reader must not know the reason
 * @property {Text | null} original the source of a translation; null for a text that is not a translation
 * @property {string | null} engine the key of the engine that made a machine translation
 * @property {string[] | null} route the languages of a machine translation, from the original to the result
 * @property {string} [unserved] with the state `unserved`: the language that the engine does not translate
 */
/** @typedef {Text & Origin} Reading the text that a reader sees, with its origin */

/** The reading language of a person who reads each question as it was asked. */
const AS_ASKED = "asked";

/** @type {Origin} */
const ORIGINAL = { kind: "original", state: null, original: null, engine: null, route: null };

const languages = () => [...(page?.interface ?? []), ...(page?.session.languages ?? [])];

/**
 * Return the writing direction of a language of the session or the interface; `auto` for any other language.
 * @param {string} lang
 * @returns {Direction}
 */
export const directionOf = (lang) => languages().find(({ code }) => code === lang)?.dir ?? "auto";

/**
 * Return the question's own text with its language and direction.
 * @param {Pick<QuestionView, "text" | "language" | "direction">} view
 * @returns {Text}
 */
export function asAsked({ text = "", language, direction }) {
  return { text, lang: !language || language === "und" ? "" : language, dir: direction ?? "auto" };
}

/**
 * Return the question's own text as a `Reading` of kind `original`.
 * @param {QuestionView} view
 * @returns {Reading}
 */
export const originalReading = (view) => ({ ...asAsked(view), ...ORIGINAL });

/**
 * Return the text of a question under the Chatham House Rule: the text in `lang`. If there is no text in `lang`, return
 * the first text in the order of the session's languages.
 * @param {Record<string, string>} texts
 * @param {string} lang
 * @returns {Reading}
 */
function unmarked(texts, lang) {
  const first = page?.session.languages.find(({ code }) => code in texts)?.code ?? Object.keys(texts)[0];
  const code = lang in texts ? lang : first;
  return { ...ORIGINAL, text: texts[code], lang: code, dir: directionOf(code), kind: "unmarked" };
}

/**
 * Return the language that the engine does not translate: `target` or, if the engine translates `target`, `source`.
 * Return undefined if the engine translates both languages, if `source` is undetermined, or if the engine's languages
 * are not known.
 * @param {string} source
 * @param {string} target
 */
function languageWithoutEngine(source, target) {
  const served = page?.session.translation?.languages ?? [];
  if (!served.length || source === "und") return undefined;
  return [target, source].find((language) => !served.includes(language));
}

/**
 * Return the text for a reader of `lang`: the translation or, if there is none, the question as asked. If the question
 * has `texts` (Chatham House Rule), return the result of `unmarked`.
 * @param {QuestionView} view
 * @param {string} lang
 * @returns {Reading}
 */
export function reading(view, lang) {
  if (view.texts) return unmarked(view.texts, lang);
  const original = originalReading(view);
  // Under the Chatham House Rule, `view.language` can be missing, because the language is secret. Then return no
  // translation state: the state would reveal something about the language.
  if (!view.language || view.language === lang || lang === AS_ASKED || !view.translations) return original;
  const translation = view.translations[lang];
  if (translation?.state !== "done") {
    const state = translation?.state ?? "none";
    const unserved = state === "waiting" ? undefined : languageWithoutEngine(view.language, lang);
    return unserved ? { ...original, state: "unserved", unserved } : { ...original, state };
  }
  const isByMachine = translation.source === "machine";
  return {
    text: translation.text ?? "",
    lang,
    dir: directionOf(lang),
    kind: translation.source ?? "machine",
    state: null,
    original: asAsked(view),
    engine: (isByMachine && translation.engine) || null,
    route: (isByMachine && translation.route) || null,
  };
}

/**
 * Return the texts from which the text that a reader of `lang` sees was made. If the reader sees a translation, include
 * its source text. If the question has a chair's wording that does not hide the asker's own text, include this text.
 * @param {QuestionView} view
 * @param {string} lang
 * @returns {(Text & {role: "original" | "wording" | "asked"})[]} `original`: a source text by the asker; `wording`: a
 *   source text by a chair; `asked`: the asker's own text of a question with a chair's wording
 */
export function sourceTexts(view, lang) {
  const { original } = reading(view, lang);
  const asked = view.edited && view.asked ? asAsked({ ...view, text: view.asked }) : null;
  /** @type {ReturnType<typeof sourceTexts>} */
  const texts = [];
  if (original) texts.push({ role: view.edited ? "wording" : "original", ...original });
  if (asked) texts.push({ role: "asked", ...asked });
  return texts;
}

/**
 * Return the finished translations of a question into `languages`, in this order. If the question has `texts` (Chatham
 * House Rule), return one text for each of the languages; `unmarked` chooses the text if a language has none.
 * @param {QuestionView} view
 * @param {string[]} languages
 */
export function translationsOf(view, languages) {
  return languages.map((lang) => reading(view, lang)).filter(({ kind }) => kind !== "original");
}
