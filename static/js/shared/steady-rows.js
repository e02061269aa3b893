/**
 * Lists in which one row, the steady row, keeps its place in the document when Lit's `repeat` draws the list. Reason:
 * an element that moves loses its focus, its caret and the characters that an input method is composing.
 *
 * If rows join, leave and change places in one drawing, `repeat` can move any row. Therefore the list is drawn twice.
 * The first drawing leaves out the rows that join the list, and the rows that move to the other side of the steady row.
 * The second drawing contains all rows. In both drawings, `repeat` does not move the steady row.
 */

let isIncomplete = false;

/**
 * Return whether the page must be drawn a second time, because the last drawing left out rows of a list. The caller
 * calls this function after each drawing, and draws the page again if the result is true. The call resets the result
 * to false.
 */
export function mustDrawAgain() {
  const must = isIncomplete;
  isIncomplete = false;
  return must;
}

/**
 * Return the function that selects the rows of one list for a drawing. Call the returned function at each drawing, with
 * all rows of the list. It returns the rows to draw now: all rows, or only the rows for the first of two drawings.
 * @template Row
 * @param {(row: Row) => string} keyOf the key of a row for `repeat`
 * @returns {(rows: Row[], steady: string | null) => Row[]} `steady`: the key of the row that must not move in the
 *   document; null: every row can move
 */
export function steadyRows(keyOf) {
  /** @type {string[]} */
  let last = [];
  return (rows, steady) => {
    const keys = rows.map(keyOf);
    const drawn = steady === null ? keys : drawnNow(last, keys, steady);
    last = drawn;
    if (drawn === keys) return rows;
    isIncomplete = true;
    const isDrawn = new Set(drawn);
    return rows.filter((_, index) => isDrawn.has(keys[index]));
  };
}

/**
 * Return the keys of the rows to draw now. Pure.
 *
 * A row stays if it was drawn before and is still on the same side of the steady row. If two drawings are necessary,
 * the result contains only the rows that stay. In these cases one drawing is enough, and the result is `keys` itself:
 * - The steady row was not drawn before, or has left the list.
 * - All rows drawn before stay, so that rows are only added.
 * - All rows of the list stay, so that rows are only removed.
 * @param {string[]} last the keys drawn before
 * @param {string[]} keys the keys of all rows of the list
 * @param {string} steady
 */
export function drawnNow(last, keys, steady) {
  const from = last.indexOf(steady);
  const to = keys.indexOf(steady);
  if (from < 0 || to < 0) return keys;
  const place = new Map(last.map((key, index) => [key, Math.sign(index - from)]));
  const staying = keys.filter((key, index) => place.get(key) === Math.sign(index - to));
  return [last.length, keys.length].includes(staying.length) ? keys : staying;
}
