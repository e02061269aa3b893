/**
 * The text of a question in which the terms of the session's glossary are flagged. The dashboard uses it, because its
 * rows have no margin for the translations of the terms. The tooltip of a flagged term shows its translations instead.
 */

import { html } from "lit/html.js";
import { page } from "../page-data.js";
import { findTerms } from "../terms.js";

/** @import {TermView} from "../contracts.d.ts" */

const MOST = 2000; // maximum number of texts in the cache; a dashboard shows at most a few hundred texts

/** @type {Map<string, {text: string, index: number | null}[]>} */
const cache = new Map();
/** @type {TermView[] | undefined} The glossary to which the cache belongs. */
let cached;

/**
 * Return the indexes of the terms whose first word occurs in the text. The caller searches the text only for these
 * terms. A complete search for 200 terms in 2,000 rows would be too slow.
 * @param {string} text
 * @param {string} lang
 * @param {TermView[]} terms
 */
function likelyTerms(text, lang, terms) {
  const lower = text.toLowerCase();
  const hasFirstWord = (/** @type {string | undefined} */ term) =>
    term !== undefined && lower.includes(term.toLowerCase().split(/[\s'’ʼ]/u, 1)[0]);
  return terms.flatMap(({ texts }, index) => (hasFirstWord(texts[lang]) ? [index] : []));
}

/**
 * Cut a text at the terms of the session's glossary. Cache the result until the glossary changes, because a page draws
 * the same texts again and again.
 * @param {string} text
 * @param {string} lang
 */
function cut(text, lang) {
  const terms = page.session.terms ?? [];
  if (cached !== page.session.terms || cache.size > MOST) cache.clear();
  cached = page.session.terms;
  const key = `${lang} ${text}`;
  let pieces = cache.get(key);
  if (!pieces) {
    pieces = [];
    let position = 0;
    const likely = likelyTerms(text, lang, terms);
    const places = findTerms(
      text,
      lang,
      likely.map((index) => terms[index]),
    );
    for (const { start, end, index } of places) {
      if (start > position) pieces.push({ text: text.slice(position, start), index: null });
      pieces.push({ text: text.slice(start, end), index: likely[index] });
      position = end;
    }
    pieces.push({ text: text.slice(position), index: null });
    cache.set(key, pieces);
  }
  return pieces;
}

/**
 * Return the explanation of a term: its texts in the other languages, and its note.
 * @param {number} index the index of the term in the glossary
 * @param {string} text the term as the question's text contains it
 */
function explanation(index, text) {
  const { texts, note } = /** @type {TermView[]} */ (page.session.terms)[index];
  const others = Object.entries(texts).filter(([, other]) => other !== text);
  return [...others.map(([lang, other]) => `${lang}: ${other}`), ...(note ? [note] : [])].join(" · ");
}

/**
 * Return the text with its terms flagged. The template adds no white space.
 * @param {{text: string, lang: string}} shown
 */
export function flaggedTerms({ text, lang }) {
  return cut(text, lang).map(({ text: piece, index }) =>
    index === null
      ? piece
      : html`<span class="flag" data-flag="term" title=${explanation(index, piece)}>${piece}</span>`,
  );
}
