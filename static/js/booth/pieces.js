/** A text cut into pieces, so that terms of the glossary, acronyms and the names of the people at the table can be flagged. Pure. */

import { pieces } from "./terms.js";

const FAMILY_NAME = 4; // letters; a shorter one is too easily another word

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** {name as it may be said: person}, the whole and the family name of each; of two people with one name the first. */
function saidNames(people) {
  const known = new Map();
  for (const person of people) {
    const family = person.name.split(" ").at(-1);
    for (const name of [person.name, family])
      if (name.length >= FAMILY_NAME && !known.has(name)) known.set(name, person);
  }
  return known;
}

function cutAtNames(text, known) {
  const names = [...known.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => `(?<!\\p{L})${quoted(name)}(?!\\p{L})`);
  if (!names.length) return [{ text, kind: "plain" }];
  return text.split(new RegExp(`(${names.join("|")})`, "u")).flatMap((part, index) => {
    if (index % 2 === 0) return part ? [{ text: part, kind: "plain" }] : [];
    const person = known.get(part);
    return [{ text: part, kind: "name", term: person.name, note: person.note }];
  });
}

/**
 * @param people [{name, note}]: found by the whole name and by the family name alone, as written
 * @param glossary {terms: [{texts: {lang: text}, note}], lang: of the text, into: the language that a term is answered in}
 * @returns {{text, kind: "plain"|"term"|"acronym"|"name", key?, term?, translation?, note?}[]} together the text; a person's `term` is
 *   the whole name and `note` who that is; a term's translation is absent where it is said alike in both languages
 */
export function piecesOf(text, people = [], { terms = [], lang = "", into = "" } = {}) {
  const known = saidNames(people);
  return pieces(text, lang, terms).flatMap((piece) => {
    if (piece.kind === "plain" || known.has(piece.text)) return cutAtNames(piece.text, known);
    if (piece.kind === "acronym") return [{ text: piece.text, kind: "acronym" }];
    const { texts, note } = terms[piece.index];
    const said = texts[into];
    return [
      {
        text: piece.text,
        kind: "term",
        key: `term ${piece.index}`,
        term: piece.text,
        note: note ?? undefined,
        ...(said && said !== piece.text && lang !== into ? { translation: said } : {}),
      },
    ];
  });
}
