/** The estimated time to read a text aloud. */

const LETTERS_PER_SECOND = 14; // the speed of reading aloud; about 150 words a minute in European languages
const IDEOGRAPHS_PER_SECOND = 4.5;

/**
 * Return the estimated time to read the text aloud: a whole number of seconds, at least 1.
 * @param {string} text
 */
export function readingSeconds(text) {
  const ideographs =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  const letters = [...text].length - ideographs;
  return Math.max(1, Math.round(ideographs / IDEOGRAPHS_PER_SECOND + letters / LETTERS_PER_SECOND));
}
