/** What stands in the margin beside a question: what is flagged in its texts, each once, under a figure. Pure. */

/**
 * @param texts the pieces of each text of one question, in the order of reading:
 *   [[{text, kind: "plain" or any other, key?, term?, translation?, note?}]]; a piece is answered in the margin when it
 *   has a `translation` or a `note`. Pieces with one `key` (else one `term`, else one `text`, whatever the case) are one entry.
 * @returns {{texts: object[][], entries: {figure: number, term: string, translation: string|null, note: string|null}[]}}
 *   the same pieces, those that are answered with their `figure`, from 1 in the order of reading
 */
export function inMargin(texts) {
  const entries = new Map();
  const flagged = texts.map((pieces) =>
    pieces.map((piece) => {
      if (piece.kind === "plain" || !(piece.translation || piece.note)) return piece;
      const term = piece.term ?? piece.text;
      const key = piece.key ?? term.toLowerCase();
      if (!entries.has(key))
        entries.set(key, {
          figure: entries.size + 1,
          term,
          translation: piece.translation ?? null,
          note: piece.note ?? null,
        });
      return { ...piece, figure: entries.get(key).figure };
    }),
  );
  return { texts: flagged, entries: [...entries.values()] };
}
