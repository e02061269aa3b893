/** How long until the session ends, and since when a question is live. Pure: the time comes in. */

const MINUTE = 60_000;
const SHOWN_FROM = 90; // minutes before the end; the demo session's end lies years back
const LAST = 5;
const OVER_FOR = 180;

/**
 * What is left of the session, in whole minutes begun: {kind: "far"|"left"|"last"|"over", minutes}, or null where there is nothing to say:
 * no end, half a day away, or over for hours; or the session is closed. `ends`: ISO 8601 or null; `at`: milliseconds.
 */
export function remaining(ends, at, phase) {
  if (!ends || phase === "closed") return null;
  const left = (Date.parse(ends) - at) / MINUTE;
  if (left > 12 * 60 || left <= -OVER_FOR) return null;
  if (left <= 0) return { kind: "over", minutes: Math.floor(Math.abs(left)) };
  const minutes = Math.ceil(left);
  if (minutes > SHOWN_FROM) return { kind: "far", minutes };
  return { kind: minutes <= LAST ? "last" : "left", minutes };
}

/** "2:05", from an hour on "1:02:05"; never negative. `since`: ISO 8601; `at`: milliseconds. */
export function elapsed(since, at) {
  const seconds = Math.max(0, Math.floor((at - Date.parse(since)) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Whether a question has been live for longer than it may; never where nothing says how long. */
export function isOver(since, at, minutes) {
  return minutes > 0 && at - Date.parse(since) >= minutes * MINUTE;
}
