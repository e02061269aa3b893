/** How long a text takes to read aloud. Pure. */

const LETTERS_A_SECOND = 14; // about 150 words a minute in European languages
const IDEOGRAPHS_A_SECOND = 4.5;

/** Whole seconds, at least one. */
export function readingSeconds(text) {
  const ideographs =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0;
  const others = [...text].length - ideographs;
  return Math.max(1, Math.round(ideographs / IDEOGRAPHS_A_SECOND + others / LETTERS_A_SECOND));
}
