/** The entries of a question's margin: each flagged word of its texts is listed once, with a number. Pure. */

/** @import {Piece} from "./pieces.js" */

/** @typedef {Piece & {figure?: number}} NumberedPiece */
/** @typedef {{figure: number, term: string, translation: string | null, note: string | null}} MarginEntry */

/**
 * Number the pieces that have a translation or a note, from 1 in the order of reading. Pieces with the same key share
 * an entry. Pieces without a key share an entry if they have the same term, in upper or lower case.
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
 * Return the number of the piece's entry. Add a new entry to `entries`. Return nothing for a piece that needs no entry.
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
