/**
 * The session's glossary in a text, as moderation/core/glossary.py finds it, and acronyms that the glossary lacks. Pure.
 *
 * A term is found as a whole word; one with two capitals in a word (UN, NGOs) only as it is written, any other in capitals
 * and small letters alike; blanks and apostrophes may be of any kind.
 */

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u; // words parted by nothing
const WORD = /[\p{L}\p{M}\p{N}_]/u;
const CAPITALS = /\p{Lu}\S*\p{Lu}/u;
const ACRONYM = /[\p{L}\p{M}\p{N}_]+/gu;
const LONGEST = 12; // a longer run of capitals is emphasis
const ROMAN = /^[IVX]+$/;
const SHOUTED = 3; // words; a text of more without a small letter is in capitals for emphasis, and none is an acronym

const isWord = (char) => Boolean(char) && WORD.test(char) && !UNSPACED.test(char);
const firstOf = (text) => String.fromCodePoint(text.codePointAt(0));
const lastOf = (text) => [...text.slice(-2)].at(-1);

/** Whether the term's edges are edges of words where it stands in `text`. */
function standsFree(text, start, end) {
  const said = text.slice(start, end);
  const before = start > 0 && isWord(lastOf(text.slice(0, start)));
  const after = end < text.length && isWord(firstOf(text.slice(end)));
  return !(before && isWord(firstOf(said))) && !(after && isWord(lastOf(said)));
}

const patterns = new Map();

function patternOf(said) {
  if (!patterns.has(said)) {
    const escaped = said
      .split(/\s+/u)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/['’ʼ]/g, "['’ʼ]"));
    patterns.set(said, new RegExp(escaped.join("\\s+"), CAPITALS.test(said) ? "gu" : "giu"));
  }
  return patterns.get(said);
}

function* placesOf(text, said) {
  const pattern = patternOf(said);
  pattern.lastIndex = 0;
  for (let found; (found = pattern.exec(text)); ) {
    const end = found.index + found[0].length;
    if (standsFree(text, found.index, end)) yield [found.index, end];
    else pattern.lastIndex = found.index + firstOf(found[0]).length;
  }
}

/** @returns {{start, end, index}[]} first to last, none over another; `index` of the term in `terms` [{texts: {lang: text}}] */
export function findTerms(text, lang, terms) {
  const places = terms.flatMap(({ texts }, index) =>
    texts[lang] ? [...placesOf(text, texts[lang])].map(([start, end]) => ({ start, end, index })) : [],
  );
  places.sort((a, b) => a.start - b.start || b.end - a.end || a.index - b.index);
  const found = [];
  for (const place of places) if (!found.length || place.start >= found.at(-1).end) found.push(place);
  return found;
}

/** Words of two capitals or more that might be acronyms: {start, end}. */
function acronyms(text) {
  if (!/\p{Ll}/u.test(text) && text.split(/\s+/u).length > SHOUTED) return [];
  const words = [...text.matchAll(ACRONYM)].filter(
    ([word]) =>
      /^\p{Lu}[\p{Lu}\p{N}]*s?$/u.test(word) && CAPITALS.test(word) && word.length <= LONGEST && !ROMAN.test(word),
  );
  return words.map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
}

/**
 * The text in pieces that joined are the text again.
 * @returns {{text, kind: "plain"|"term"|"acronym", index: number|null}[]} `index` of a term
 */
export function pieces(text, lang, terms) {
  const found = findTerms(text, lang, terms);
  const inside = ({ start, end }) => found.some((term) => start < term.end && end > term.start);
  const marked = [...found, ...acronyms(text).filter((one) => !inside(one))].sort((a, b) => a.start - b.start);
  const made = [];
  let done = 0;
  const plain = (end) => end > done && made.push({ text: text.slice(done, end), kind: "plain", index: null });
  for (const { start, end, index = null } of marked) {
    plain(start);
    made.push({ text: text.slice(start, end), kind: index === null ? "acronym" : "term", index });
    done = end;
  }
  plain(text.length);
  return made;
}
