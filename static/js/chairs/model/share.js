/** Which marks and bars stand for three counts. Pure. */

/** Above this many received in one row the marks no longer fit, and every row becomes a bar. */
export const MOST_MARKS = 26;

const NEVER_MISSING = new Set(["other", "undisclosed", "und"]);

/** [received, approved, heard] as the parts of one row that do not overlap. */
export function parts([received = 0, approved = 0, heard = 0] = []) {
  const half = Math.max(0, approved - heard);
  return { received, heard, half, empty: Math.max(0, received - heard - half) };
}

/** True when somebody asked and nobody of them was heard. */
export function isNotYetHeard(key, [received = 0, , heard = 0] = []) {
  return received > 0 && heard === 0 && !NEVER_MISSING.has(key);
}

/** Rows in the given fixed order, whether bars are needed, and the sums. `keys`: every key of the list. */
export function shares(keys, counts = {}) {
  const rows = keys.map((key) => ({
    key,
    ...parts(counts[key]),
    notYetHeard: isNotYetHeard(key, counts[key]),
  }));
  const most = Math.max(0, ...rows.map((row) => row.received));
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  return { rows, most, asBars: most > MOST_MARKS, received: sum("received"), heard: sum("heard") };
}
