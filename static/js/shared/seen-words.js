/**
 * The texts that the form for a translation has shown: the question's text and its translation. The page sends these
 * texts with a new translation. If one of the texts has changed in the meantime, the server refuses the new
 * translation. The functions are pure.
 */

/** @import { QuestionView } from "./contracts.d.ts" */

/**
 * `text`: the question's text; `translation`: its translation, or "" if there was none.
 * @typedef {{text: string, translation: string}} SeenWords
 */

/**
 * Return the question's text and translation as they are in `view`.
 * @param {QuestionView} view
 * @param {string} language of the translation
 * @returns {SeenWords}
 */
export const wordsSeen = (view, language) => ({
  text: view.text ?? "",
  translation: view.translations?.[language]?.text ?? "",
});

/**
 * Return the texts that the editor has shown, as the two fields with which the command `translate` sends them.
 * @param {SeenWords} seen
 */
export const seenFields = ({ text, translation }) => ({ seen_text: text, seen_translation: translation });

/**
 * Return the new values of an editor after the server has refused its draft, because a text of the question has
 * changed. `seen`: the current texts, which the editor shows from now on. `newer`: only those texts that have changed.
 * @param {SeenWords} seen
 * @param {QuestionView} view the question in the refusal
 * @param {string} language
 * @returns {{seen: SeenWords, newer: Partial<SeenWords>}}
 */
export function newerWords(seen, view, language) {
  const present = wordsSeen(view, language);
  return { seen: present, newer: differences(seen, view, language) };
}

/**
 * Return the texts that have changed since the editor showed them. If the editor showed no translation, a first machine
 * translation does not count as a change.
 * @param {SeenWords} seen
 * @param {QuestionView} view
 * @param {string} language
 * @returns {Partial<SeenWords>}
 */
export function differences(seen, view, language) {
  const present = wordsSeen(view, language);
  const isFirst = seen.translation === "" && view.translations?.[language]?.source === "machine";
  return {
    ...(present.text === seen.text ? {} : { text: present.text }),
    ...(isFirst || present.translation === seen.translation ? {} : { translation: present.translation }),
  };
}
