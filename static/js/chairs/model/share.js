/** The marks and bars for the three counts of a row of the balance. Pure. */

/**
 * Maximum number of received questions in a row that are drawn as marks. If a row has more questions, every row is
 * drawn as a bar.
 */
export const MOST_MARKS = 26;

/** Keys for unknown or mixed groups and languages. They are never "not yet heard". */
const NEVER_MISSING = new Set(["other", "undisclosed", "und"]);

/** @typedef {{received: number, heard: number, half: number, empty: number}} Parts */
/** @typedef {Parts & {key: string, notYetHeard: boolean}} Share */
/** @typedef {ReturnType<typeof shares>} Shares */

/**
 * Split [received, approved, heard] into parts that do not overlap: heard, approved but not heard, only received.
 * @param {number[]} [counts]
 * @returns {Parts}
 */
export function parts([received = 0, approved = 0, heard = 0] = []) {
  const half = Math.max(0, approved - heard);
  return { received, heard, half, empty: Math.max(0, received - heard - half) };
}

/**
 * Return whether questions with this key were received, but none of these questions was heard.
 * @param {string} key
 * @param {number[]} [counts] [received, approved, heard]
 */
export function isNotYetHeard(key, [received = 0, , heard = 0] = []) {
  return received > 0 && heard === 0 && !NEVER_MISSING.has(key);
}

/**
 * Return the rows in the order of `keys`, their sums, and whether they are drawn as bars.
 * @param {string[]} keys every key of the list
 * @param {Record<string, number[]>} [counts] [received, approved, heard] by key
 */
export function shares(keys, counts = {}) {
  /** @type {Share[]} */
  const rows = keys.map((key) => ({
    key,
    ...parts(counts[key]),
    notYetHeard: isNotYetHeard(key, counts[key]),
  }));
  const most = Math.max(0, ...rows.map((row) => row.received));
  /** @param {"received" | "heard"} name */
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  return { rows, most, asBars: most > MOST_MARKS, received: sum("received"), heard: sum("heard") };
}
