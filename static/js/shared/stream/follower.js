/*
 * The state of one stream: changes are applied in order, and missing changes are read. Independent of the socket, so
 * that tests need no socket.
 */

import { reduce, verdict } from "./reducer.js";

/** @import {Change, Head, StreamState} from "../contracts.d.ts" */

const MOST_WAITING = 50;

/**
 * @param {number} from
 * @param {number} to
 */
const uniform = (from, to) => from + Math.random() * (to - from);

/**
 * Follow one stream, starting from `state`.
 * @param {object} options
 * @param {StreamState} options.state
 * @param {(state: StreamState, fresh: boolean) => Promise<Change>} options.fetchChange reads the snapshot if `fresh`,
 *   otherwise one change that covers everything after the state
 * @param {(state: StreamState, change: Change) => void} options.onState called after each applied change
 * @param {(run: () => void, ms: number) => unknown} [options.later] tests replace it
 * @param {(from: number, to: number) => number} [options.random] tests replace it
 * @returns `catchUp` rejects when the reading fails
 */
export function follower({ state, fetchChange, onState, later = setTimeout, random = uniform }) {
  /** @type {Change[]} Changes that arrived during a reading or after a gap. */
  let waiting = [];
  /** @type {Promise<Change> | null} */
  let reading = null;
  let isRepairPlanned = false;
  let fresh = false; // The next reading must be a snapshot.
  /** @type {Head | null} The newest head that the server has sent. */
  let head = null;

  /** @param {Change} change */
  function apply(change) {
    state = reduce(state, change);
    onState(state, change);
  }

  /** Apply the waiting changes that fit. Return whether something is still missing. */
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
    // The next read covers the dropped changes, because each change contains complete values, not differences.
    waiting = rest.slice(-MOST_WAITING);
    return rest.length > 0;
  }

  /**
   * Catch up after a random delay. A late change may close the gap before then, and the phones of a full room must not
   * send their requests at the same moment.
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

  /** @param {Head | null} other */
  const matches = (other) => !other || (other.epoch === state.epoch && other.seq <= state.seq);

  /** @param {Change} change */
  function receive(change) {
    waiting.push(change);
    if (!reading && drain()) repairLater();
  }

  /** @param {Head} newest */
  function heard(newest) {
    head = newest;
    if (head.epoch !== state.epoch) fresh = true;
    if (!matches(head) && !reading) repairLater();
  }

  async function readChange() {
    try {
      const before = head;
      const change = await fetchChange(state, fresh || !state.epoch);
      // A head of another epoch that arrived during the reading is newer than this answer. Discard the answer: it may
      // contain data that the new epoch hides.
      fresh = head !== before && head?.epoch !== change.epoch;
      if (!fresh && verdict(state, change) === "apply") apply(change);
      // Waiting changes of another epoch are older than the snapshot.
      waiting = waiting.filter(({ epoch }) => epoch === state.epoch);
      return change;
    } finally {
      reading = null;
      if (drain() || fresh) repairLater();
    }
  }

  function catchUp() {
    reading ??= readChange();
    return reading;
  }

  return { state: () => state, receive, heard, catchUp, matches };
}
