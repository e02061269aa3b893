/**
 * The rows of the balance: for each group, language, region or topic, the numbers of questions that were received,
 * approved and heard. A row shows these numbers by marks, one for each received question, or by a bar. Pure.
 */

/**
 * Maximum number of marks per row. Each received question is one mark. If a row needs more marks, all rows are drawn as
 * bars.
 */
export const MOST_MARKS = 26;

/**
 * Keys that do not name a certain group or language: another group, no stated group, an unknown language. Rows with
 * these keys are never marked as "not yet heard".
 */
const NEVER_MISSING = new Set(["other", "undisclosed", "und"]);

/**
 * The numbers of questions in a row of the balance (see `parts`).
 * @typedef {{received: number, heard: number, half: number, empty: number}} Parts
 */
/**
 * A row of the balance. `key`: a group, a language, a region or a topic.
 * @typedef {Parts & {key: string, notYetHeard: boolean}} Share
 */
/**
 * All rows of the balance, with their sums.
 * @typedef {ReturnType<typeof shares>} Shares
 */

/**
 * Split [received, approved, heard] into parts that do not overlap: `heard`, `half` (approved but not heard) and
 * `empty` (only received).
 * @param {number[]} [counts]
 * @returns {Parts}
 */
export function parts([received = 0, approved = 0, heard = 0] = []) {
  const half = Math.max(0, approved - heard);
  return { received, heard, half, empty: Math.max(0, received - heard - half) };
}

/**
 * Return whether this group, language, region or topic is not yet heard: questions were received, but none was heard.
 * For the keys of NEVER_MISSING, return false.
 * @param {string} key
 * @param {number[]} [counts] [received, approved, heard]
 */
export function isNotYetHeard(key, [received = 0, , heard = 0] = []) {
  return received > 0 && heard === 0 && !NEVER_MISSING.has(key);
}

/**
 * Return the rows in the order of `keys`, and the sums of all rows. Also return the highest number of received
 * questions in a row, and whether the rows are drawn as bars.
 * @param {string[]} keys every group, language, region or topic of the balance
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
