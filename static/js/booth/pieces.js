/**
 * A text as a list of pieces, so that the page can flag glossary terms, acronyms and people's names. The functions are
 * pure.
 */

import { cutText } from "../shared/terms.js";

/** @import {TermView} from "../shared/contracts.d.ts" */

/** @typedef {{name: string, note: string}} Person `note`: the person's role. */
/**
 * @typedef {object} Piece
 * @property {string} text
 * @property {"plain" | "term" | "acronym" | "name"} kind
 * @property {string} [key] equal for all mentions of the same term, in all languages
 * @property {string} [term] for a name: the person's whole name; for a term: the same as `text`
 * @property {string} [translation] the term's translation, if it differs from `text`
 * @property {string} [note] for a name: the person's role; for a term: the note in the glossary
 */

const FAMILY_NAME = 4; // Minimum number of letters of a flagged name. A shorter name can also be an ordinary word.

/**
 * Return the text as a regular expression that matches exactly this text.
 * @param {string} text
 */
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Return a map from names to people. The keys are the whole name and the family name of each person. Leave out names
 * with fewer than FAMILY_NAME letters. If two people have the same name, the map contains the first person.
 * @param {Person[]} people
 */
function byName(people) {
  /** @type {Map<string, Person>} */
  const known = new Map();
  for (const person of people) {
    const family = person.name.split(" ").at(-1) ?? "";
    for (const name of [person.name, family])
      if (name.length >= FAMILY_NAME && !known.has(name)) known.set(name, person);
  }
  return known;
}

/**
 * Cut a text into pieces at the known names.
 * @param {string} text
 * @param {Map<string, Person>} known
 * @returns {Piece[]}
 */
function cutAtNames(text, known) {
  // Put the longest name first, because the pattern takes the first name that matches. If a shorter name is the
  // beginning of a longer name, the pattern must take the longer name.
  const names = [...known.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => `(?<!\\p{L})${quoted(name)}(?!\\p{L})`);
  if (!names.length) return [{ text, kind: "plain" }];
  /** @type {Piece[]} */
  const pieces = [];
  for (const part of text.split(new RegExp(`(${names.join("|")})`, "u"))) {
    const person = known.get(part);
    if (person) pieces.push({ text: part, kind: "name", term: person.name, note: person.note });
    else if (part) pieces.push({ text: part, kind: "plain" });
  }
  return pieces;
}

/**
 * Cut a text into pieces. The joined pieces equal the text.
 * @param {string} text
 * @param {Person[]} [people] the people whose whole names and family names are flagged; case-sensitive
 * @param {{terms?: TermView[], lang?: string, into?: string}} [glossary] `lang`: the language of the text; `into`: the
 *   language of the translations
 * @returns {Piece[]}
 */
export function piecesOf(text, people = [], { terms = [], lang = "", into = "" } = {}) {
  const known = byName(people);
  return cutText(text, lang, terms).flatMap((piece) => {
    if (piece.kind === "plain" || known.has(piece.text)) return cutAtNames(piece.text, known);
    if (piece.index === null) return [{ text: piece.text, kind: "acronym" }];
    const { texts, note } = terms[piece.index];
    const translation = texts[into];
    const isTranslated = translation && translation !== piece.text && lang !== into;
    return [
      {
        text: piece.text,
        kind: "term",
        key: `term ${piece.index}`,
        term: piece.text,
        note: note ?? undefined,
        ...(isTranslated ? { translation } : {}),
      },
    ];
  });
}
