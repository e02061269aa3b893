/**
 * The search for glossary terms in a text, and for acronyms that are not in the glossary. The rules are the same as in
 * moderation/core/glossary.py. All functions are pure.
 *
 * A term matches whole words only, except in scripts without spaces between words. A term that contains a word with two
 * or more capitals (UN, NGOs) is case-sensitive; all other terms are case-insensitive. All kinds of spaces match each
 * other. All kinds of apostrophes match each other.
 */

/** @import {TermView} from "./contracts.d.ts" */

/**
 * @typedef {{start: number, end: number, index: number | null}} Place `index`: the term's index in the list of terms
 *   that the caller has passed; null for an acronym.
 */
/**
 * @typedef {{text: string, kind: "plain" | "term" | "acronym", index: number | null}} TermPiece `index`: the term's
 *   index in the list of terms that the caller has passed; null for a piece that is not a term.
 */

/** The scripts without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const CAPITALS = /\p{Lu}\S*\p{Lu}/u;
const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;
const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}]*s?$/u;
const LONGEST = 12; // Maximum number of characters of an acronym. A longer word in capitals counts as emphasis.
const ROMAN = /^[IVX]+$/;
// In a text without lower-case letters, acronyms are flagged only if the text has at most this number of words. The
// capitals of a longer text count as emphasis.
const EMPHASIS = 3;

const isWord = (/** @type {string | undefined} */ char) => Boolean(char && WORD.test(char) && !UNSPACED.test(char));
const firstOf = (/** @type {string} */ text) => String.fromCodePoint(text.codePointAt(0) ?? 0);
const lastOf = (/** @type {string} */ text) => [...text.slice(-2)].at(-1);

/**
 * Return whether the part of `text` from `start` to `end` begins and ends at word boundaries.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 */
function isWhole(text, start, end) {
  const part = text.slice(start, end);
  const before = start > 0 && isWord(lastOf(text.slice(0, start)));
  const after = end < text.length && isWord(firstOf(text.slice(end)));
  return !(before && isWord(firstOf(part))) && !(after && isWord(lastOf(part)));
}

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/**
 * Return the regular expression that finds the term in a text. A cache keeps the expressions.
 * @param {string} term
 */
function patternOf(term) {
  let pattern = patterns.get(term);
  if (!pattern) {
    const words = term
      .split(/\s+/u)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/['’ʼ]/g, "['’ʼ]"));
    pattern = new RegExp(words.join("\\s+"), CAPITALS.test(term) ? "gu" : "giu");
    patterns.set(term, pattern);
  }
  return pattern;
}

/**
 * Return the positions of one term in the text, in the order of the text.
 * @param {string} text
 * @param {string} term
 * @param {number} index the term's index in the list that `findTerms` received; each position contains it
 */
function placesOf(text, term, index) {
  const places = [];
  const pattern = patternOf(term);
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  while (match) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (isWhole(text, start, end)) places.push({ start, end, index });
    else pattern.lastIndex = start + firstOf(match[0]).length;
    match = pattern.exec(text);
  }
  return places;
}

/**
 * Return the position of each term that is found in the text, in the order of the text. The positions do not overlap.
 * If several terms start at the same character, only the longest term counts.
 * @param {string} text
 * @param {string} lang
 * @param {TermView[]} terms
 */
export function findTerms(text, lang, terms) {
  const candidates = terms.flatMap(({ texts }, index) => (texts[lang] ? placesOf(text, texts[lang], index) : []));
  candidates.sort((a, b) => a.start - b.start || b.end - a.end || a.index - b.index);
  const places = [];
  let end = 0;
  for (const place of candidates) {
    if (place.start < end) continue;
    places.push(place);
    end = place.end;
  }
  return places;
}

/**
 * Return the positions of the words that look like acronyms. An acronym consists of capitals and digits, and can end
 * with "s". It has at least two capitals and at most LONGEST characters. A Roman numeral of I, V and X is not an
 * acronym. Return nothing for a text that has more than EMPHASIS words and no lower-case letter.
 * @param {string} text
 * @returns {Place[]}
 */
function findAcronyms(text) {
  if (!/\p{Ll}/u.test(text) && text.split(/\s+/u).length > EMPHASIS) return [];
  return [...text.matchAll(WORDS)]
    .filter(([word]) => ACRONYM.test(word) && CAPITALS.test(word) && word.length <= LONGEST && !ROMAN.test(word))
    .map(({ index, 0: word }) => ({ start: index, end: index + word.length, index: null }));
}

/**
 * Cut a text at its terms and acronyms. The joined pieces equal the text.
 * @param {string} text
 * @param {string} lang
 * @param {TermView[]} terms
 */
export function cutText(text, lang, terms) {
  const places = findTerms(text, lang, terms);
  const isFree = (/** @type {Place} */ { start, end }) => !places.some((term) => start < term.end && end > term.start);
  const marked = [...places, ...findAcronyms(text).filter(isFree)].sort((a, b) => a.start - b.start);
  /** @type {TermPiece[]} */
  const pieces = [];
  let position = 0;
  for (const { start, end, index } of marked) {
    if (start > position) pieces.push({ text: text.slice(position, start), kind: "plain", index: null });
    pieces.push({ text: text.slice(start, end), kind: index === null ? "acronym" : "term", index });
    position = end;
  }
  if (position < text.length) pieces.push({ text: text.slice(position), kind: "plain", index: null });
  return pieces;
}
