/* Keeps one stream's state whole: order, holes, catching up. Knows no socket, so that it can be tested alone. */
import { reduce, verdict } from "./reducer.js";

const uniform = (from, to) => from + Math.random() * (to - from);

/**
 * `fetchChange(state, fresh)` → promise of a change: the snapshot when `fresh` or without an epoch, else what moved since.
 * `onState(state, change)` after every applied change. `later(run, ms)` and `random(from, to)` are replaced by tests.
 * Gives {state(), receive(change), heard(head), matches(head), catchUp()}; catchUp rejects when the reading fails.
 */
export function follower({ state, fetchChange, onState, later = setTimeout, random = uniform }) {
  let waiting = []; // changes that came during a reading or beyond a hole
  let reading = null;
  let repair = null;
  let fresh = false;
  let head = null; // the newest that the server said of itself

  function apply(change) {
    state = reduce(state, change);
    onState(state, change);
  }

  /** Applies what fits; gives true when something is still missing. */
  function drain() {
    const rest = [];
    for (const change of waiting.sort((a, b) => a.seq - b.seq)) {
      const what = verdict(state, change);
      if (what === "apply") apply(change);
      else if (what !== "ignore") {
        rest.push(change);
        fresh ||= what === "reset";
      }
    }
    // Absolute changes: whatever the reading brings covers these, so a handful is enough to keep.
    waiting = rest.slice(-50);
    return rest.length > 0;
  }

  // The pause lets a change on its way close the hole by itself, and keeps a whole room from asking at once.
  function repairSoon() {
    repair ??= later(
      () => {
        repair = null;
        if (drain() || fresh || !matches(head)) catchUp().catch(() => {});
      },
      random(300, 1500),
    );
  }

  const matches = (other) => !other || (other.epoch === state.epoch && other.seq <= state.seq);
  function receive(change) {
    waiting.push(change);
    if (!reading && drain()) repairSoon();
  }
  function heard(newest) {
    head = newest;
    if (head.epoch !== state.epoch) fresh = true;
    if (!matches(head) && !reading) repairSoon();
  }

  function catchUp() {
    reading ??= (async () => {
      try {
        const wanted = fresh || !state.epoch;
        const before = head;
        const change = await fetchChange(state, wanted);
        // A head of another epoch that came meanwhile is newer than this answer: what it voids must not come back.
        fresh = head !== before && head.epoch !== change.epoch;
        if (!fresh && verdict(state, change) === "apply") apply(change);
        // An epoch of the buffer that the snapshot has left behind is an old one: those changes are gone for good.
        waiting = waiting.filter((other) => other.epoch === state.epoch);
        return change;
      } finally {
        reading = null;
        if (drain() || fresh) repairSoon();
      }
    })();
    return reading;
  }

  return { state: () => state, receive, heard, catchUp, matches };
}
