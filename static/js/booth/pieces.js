/** The pieces of a text, used to flag glossary terms, acronyms and the names of the panellists. Pure. */

import { cutText } from "./terms.js";

/** @import {TermView} from "../shared/contracts.d.ts" */

/** @typedef {{name: string, note: string}} Person `note`: the person's role. */
/**
 * @typedef {object} Piece
 * @property {string} text
 * @property {"plain" | "term" | "acronym" | "name"} kind
 * @property {string} [key] the same for each mention of a term, in all languages
 * @property {string} [term] a person's whole name, or a term as written
 * @property {string} [translation] of a term, if it differs
 * @property {string} [note]
 */

const FAMILY_NAME = 4; // Minimum letters. A shorter family name may also be another word.

/** @param {string} text */
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Return the people by whole name and by family name. If two people have the same name, the name belongs to the first
 * person in the list.
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
 * @param {string} text
 * @param {Map<string, Person>} known
 * @returns {Piece[]}
 */
function cutAtNames(text, known) {
  // Longest name first: if two names begin alike, the longer name must match.
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
 * @param {Person[]} [people] found by whole name and by family name, as written
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
