/**
 * The time left in the session, and the time that a question has been live. All functions are pure: the caller passes
 * the current time.
 */

/** @import {PhaseName} from "./contracts.d.ts" */

const MINUTE = 60_000; // ms
const SHOWN_FROM = 90; // minutes; if more than this is left before the end, `remaining` returns the kind `far`
const LAST = 5; // minutes; if at most this is left, `remaining` returns the kind `last`
const OVER_FOR = 180; // minutes; from this time after the end, `remaining` returns null
const FARTHEST = 12 * 60; // minutes; if more than this is left, `remaining` returns null

/**
 * Return the time left in the session, rounded up to whole minutes. After the end, return the time since the end,
 * rounded down to whole minutes. Return null in these cases:
 * - No end is set, or the session is closed.
 * - The end is more than 12 hours away, or was at least 3 hours ago.
 * @param {string | null} ends ISO 8601
 * @param {number} at ms
 * @param {PhaseName} [phase]
 * @returns {{kind: "far" | "left" | "last" | "over", minutes: number} | null} `far`: more than 90 minutes before the
 *   end; `last`: at most 5 minutes before the end; `left`: between `far` and `last`; `over`: at or after the end
 */
export function remaining(ends, at, phase) {
  if (!ends || phase === "closed") return null;
  const left = (Date.parse(ends) - at) / MINUTE;
  if (left > FARTHEST || left <= -OVER_FOR) return null;
  if (left <= 0) return { kind: "over", minutes: Math.floor(Math.abs(left)) };
  const minutes = Math.ceil(left);
  if (minutes > SHOWN_FROM) return { kind: "far", minutes };
  return { kind: minutes <= LAST ? "last" : "left", minutes };
}

/**
 * Return the time from `since` to `at` as "2:05", or as "1:02:05" for one hour or more. Return "0:00" if `at` is before
 * `since`.
 * @param {string} since ISO 8601
 * @param {number} at ms
 */
export function elapsed(since, at) {
  const seconds = Math.max(0, Math.floor((at - Date.parse(since)) / 1000));
  const minutes = Math.floor(seconds / 60);
  const twoDigits = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return minutes < 60
    ? `${minutes}:${twoDigits(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}

/**
 * Return whether a question has been live for `minutes` or longer; false if no limit is set.
 * @param {string} since ISO 8601
 * @param {number} at ms
 * @param {number | null} minutes 0 or null: no limit
 */
export function isOver(since, at, minutes) {
  const limit = minutes ?? 0;
  return limit > 0 && at - Date.parse(since) >= limit * MINUTE;
}
