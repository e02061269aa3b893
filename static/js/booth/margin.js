/**
 * The numbered entries of a question's margin: each entry explains a flagged word with its translation or note. Pure.
 */

/** @import {Piece} from "./pieces.js" */

/**
 * A piece of a text (pieces.js). If the margin has an entry for this piece, `figure` is the number of the entry.
 * @typedef {Piece & {figure?: number}} NumberedPiece
 */
/**
 * An entry of the margin, with its number `figure`.
 * @typedef {{figure: number, term: string, translation: string | null, note: string | null}} MarginEntry
 */

/**
 * Build the margin of a question. Each piece with a translation or a note gets the number of its entry in the margin.
 * The entries are numbered from 1 in the order of reading. Pieces with the same key share an entry. Pieces without a
 * key share an entry if their terms are equal, apart from upper and lower case.
 * @param {Piece[][]} texts the pieces of each text of one question
 * @returns {{texts: NumberedPiece[][], entries: MarginEntry[]}}
 */
export function inMargin(texts) {
  /** @type {Map<string, MarginEntry>} */
  const entries = new Map();
  const numbered = texts.map((pieces) => pieces.map((piece) => ({ ...piece, ...figureOf(piece, entries) })));
  return { texts: numbered, entries: [...entries.values()] };
}

/**
 * Return `{figure}`, the number of the piece's entry. If the entry is new, add it to `entries`. If the piece has
 * neither a translation nor a note, return `{}`.
 * @param {Piece} piece
 * @param {Map<string, MarginEntry>} entries
 */
function figureOf({ text, kind, key, term = text, translation, note }, entries) {
  if (kind === "plain" || !(translation || note)) return {};
  const name = key ?? term.toLowerCase();
  const figure = entries.size + 1;
  const entry = entries.get(name) ?? { figure, term, translation: translation ?? null, note: note ?? null };
  entries.set(name, entry);
  return { figure: entry.figure };
}
