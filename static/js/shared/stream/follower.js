/*
 * The follower of one stream, which holds the stream's state. It applies changes in order, and reads missing changes
 * from the server. A head is the epoch and the newest sequence number of the stream. The follower does not use the
 * socket itself, so that tests need no socket.
 */

import { reduce, verdict } from "./reducer.js";

/** @import {Change, Head, StreamState} from "../contracts.d.ts" */

const MOST_WAITING = 50;

/**
 * Return a random number with a uniform distribution.
 * @param {number} from
 * @param {number} to
 */
const uniform = (from, to) => from + Math.random() * (to - from);

/**
 * Return a follower of one stream, which starts from `state`.
 * @param {object} options
 * @param {StreamState} options.state
 * @param {(state: StreamState, fresh: boolean) => Promise<Change>} options.fetchChange if `fresh`, reads the snapshot;
 *   otherwise reads everything that has changed since `state`, as one change
 * @param {(state: StreamState, change: Change) => void} options.onState called after each applied change
 * @param {(run: () => void, ms: number) => unknown} [options.later] tests replace it
 * @param {(from: number, to: number) => number} [options.random] tests replace it
 * @returns the functions of the follower; `catchUp` rejects if the read fails
 */
export function follower({ state, fetchChange, onState, later = setTimeout, random = uniform }) {
  /** @type {Change[]} Changes that arrived during a read or after a gap. */
  let waiting = [];
  /** @type {Promise<Change> | null} */
  let reading = null;
  let isRepairPlanned = false;
  /** True if the next read must request the snapshot. */
  let fresh = false;
  /** @type {Head | null} The newest head that the server has sent. */
  let head = null;

  /**
   * Apply a change to the state, and report the new state.
   * @param {Change} change
   */
  function apply(change) {
    state = reduce(state, change);
    onState(state, change);
  }

  /**
   * Apply the changes in `waiting` that follow the state without a gap. Return true if a change remains in `waiting`,
   * because changes before it are missing or it has another epoch. The caller must then read from the server.
   */
  function drain() {
    const rest = [];
    for (const change of waiting.sort((a, b) => a.seq - b.seq)) {
      const action = verdict(state, change);
      if (action === "apply") apply(change);
      else if (action !== "ignore") {
        rest.push(change);
        fresh ||= action === "reset";
      }
    }
    // Keep only the newest MOST_WAITING changes. The dropped changes are not lost: the answer to the next read contains
    // the current values of everything that has changed.
    waiting = rest.slice(-MOST_WAITING);
    return rest.length > 0;
  }

  /**
   * Read the missing changes after a delay. Do nothing if a late change has closed the gap during the delay. The delay
   * is random, so that the phones of a full room do not send their requests at the same moment.
   */
  function repairLater() {
    if (isRepairPlanned) return;
    isRepairPlanned = true;
    later(
      () => {
        isRepairPlanned = false;
        if (drain() || fresh || !matches(head)) catchUp().catch(() => {});
      },
      random(300, 1500),
    );
  }

  /**
   * Return whether the state contains every change up to this head.
   * @param {Head | null} other
   */
  const matches = (other) => !other || (other.epoch === state.epoch && other.seq <= state.seq);

  /** @param {Change} change */
  function receive(change) {
    waiting.push(change);
    if (!reading && drain()) repairLater();
  }

  /**
   * Store a head that the server has announced. If the state is older than this head, read the missing changes.
   * @param {Head} newest
   */
  function heard(newest) {
    head = newest;
    if (head.epoch !== state.epoch) fresh = true;
    if (!matches(head) && !reading) repairLater();
  }

  async function readChange() {
    let isBehind = false;
    try {
      const before = head;
      const change = await fetchChange(state, fresh || !state.epoch);
      // If a head of another epoch arrived during the read, discard the answer and read the snapshot next. The head is
      // newer than the answer, and the answer can contain data that are no longer visible in the new epoch.
      fresh = head !== before && head?.epoch !== change.epoch;
      if (!fresh && verdict(state, change) === "apply") apply(change);
      // Drop the changes in `waiting` that have another epoch than the state. Changes of earlier epochs are in the
      // snapshot that was just applied. Changes of a later epoch will be in the snapshot of the next read.
      waiting = waiting.filter(({ epoch }) => epoch === state.epoch);
      isBehind = !matches(head); // During the read, `heard` may have received a head that is newer than the answer.
      return change;
    } finally {
      reading = null;
      if (drain() || fresh || isBehind) repairLater();
    }
  }

  function catchUp() {
    reading ??= readChange();
    return reading;
  }

  return { state: () => state, receive, heard, catchUp, matches };
}
