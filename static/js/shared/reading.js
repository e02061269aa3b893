/** The text of a question for a reader of one language, and the origin of that text. Pure. */

/** @import {Direction, QuestionView, TranslationSource, TranslationState} from "./contracts.d.ts" */
import { page } from "./page-data.js";

/** @typedef {{text: string, lang: string, dir: Direction}} Text `lang`: "" where the language is unknown or hidden. */
/**
 * @typedef {object} Origin
 * @property {"original" | "unmarked" | TranslationSource} kind `unmarked`: under the Chatham House Rule, when no text
 *   is marked as the original
 * @property {Exclude<TranslationState, "done"> | "none" | null} state the reason why there is no translation; null if
 *   no translation is needed or the reason is hidden
 * @property {Text | null} original the source of a translation; null for a text that is not a translation
 * @property {string | null} engine the key of the engine that made a machine translation
 * @property {string[] | null} route the languages of a machine translation, from the original to the result
 */
/** @typedef {Text & Origin} Reading */

/** @type {Origin} */
const ORIGINAL = { kind: "original", state: null, original: null, engine: null, route: null };

const directions = new Map(
  [...(page?.interface ?? []), ...(page?.session.languages ?? [])].map(({ code, dir }) => [code, dir]),
);

/**
 * Return the direction of a language of the session or the interface; `auto` for any other.
 * @param {string} lang
 * @returns {Direction}
 */
export const directionOf = (lang) => directions.get(lang) ?? "auto";

/**
 * Return the question's own text with its language and direction.
 * @param {Pick<QuestionView, "text" | "language" | "direction">} view
 * @returns {Text}
 */
export function asAsked({ text = "", language, direction }) {
  return { text, lang: !language || language === "und" ? "" : language, dir: direction ?? "auto" };
}

/**
 * Return the question's own text in the form of a reading.
 * @param {QuestionView} view
 * @returns {Reading}
 */
export const originalReading = (view) => ({ ...asAsked(view), ...ORIGINAL });

/**
 * Return one of the texts that a question has under the Chatham House Rule: in `lang` if it exists, otherwise in the
 * session's first language.
 * @param {Record<string, string>} texts
 * @param {string} lang
 * @returns {Reading}
 */
function unmarked(texts, lang) {
  const code = lang in texts ? lang : Object.keys(texts)[0];
  return { ...ORIGINAL, text: texts[code], lang: code, dir: directionOf(code), kind: "unmarked" };
}

/**
 * Return the text for a reader of `lang`: the translation if there is one, otherwise the question as asked.
 * @param {QuestionView} view
 * @param {string} lang
 * @returns {Reading}
 */
export function reading(view, lang) {
  if (view.texts) return unmarked(view.texts, lang);
  const original = originalReading(view);
  // Under the Chatham House Rule the language is hidden, and the state of a translation would reveal the language.
  if (!view.language || view.language === lang || !view.translations) return original;
  const translation = view.translations[lang];
  if (!translation) return { ...original, state: "none" };
  if (translation.state !== "done") return { ...original, state: translation.state };
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
 * Return the sources of the reader's text: the original of a translation, and the asker's own words if a chair has
 * reworded the question and has not hidden the asker's words.
 * @param {QuestionView} view
 * @param {string} lang
 * @returns {(Text & {role: "original" | "wording" | "asked"})[]} `wording`: the chair's words that were translated
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
 * Return the finished translations of a question in the order of `languages`. Under the Chatham House Rule, return
 * every text.
 * @param {QuestionView} view
 * @param {string[]} languages
 */
export function translationsOf(view, languages) {
  return languages.map((lang) => reading(view, lang)).filter(({ kind }) => kind !== "original");
}
