/* Pure functions that apply a change to a stream's state. Source of the rules: docs/wire.md, "A change". */

/** @import {Change, SettingsView, StreamState} from "../contracts.d.ts" */

/**
 * Return the state before the first snapshot.
 * @returns {StreamState}
 */
export function empty() {
  return {
    epoch: null,
    seq: 0,
    at: null,
    questions: {},
    queue: [],
    counts: null,
    settings: /** @type {SettingsView} */ ({}), // There are no settings before the first snapshot.
    notes: [],
  };
}

/**
 * Return the action for a change.
 * - "apply": the change follows the state, or is a snapshot that replaces the state.
 * - "ignore": the state already contains the change.
 * - "gap": an earlier change is missing.
 * - "reset": the change belongs to another epoch, so that the page needs a snapshot.
 * @param {StreamState} state
 * @param {Change} change
 * @returns {"apply" | "ignore" | "gap" | "reset"}
 */
export function verdict(state, change) {
  if (change.reset) return change.epoch === state.epoch && change.seq < state.seq ? "ignore" : "apply";
  if (change.epoch !== state.epoch) return "reset";
  if (change.seq <= state.seq) return "ignore";
  return change.after <= state.seq ? "apply" : "gap";
}

/**
 * Return the state after the change; do not modify the old state. Call this function only if `verdict` returns "apply".
 * @param {StreamState} state
 * @param {Change} change
 * @returns {StreamState}
 */
export function reduce(state, change) {
  const { after, put = [], drop = [], votes: totals = {}, reset, presence, ...sections } = change;
  const base = reset ? empty() : state;
  const questions = { ...base.questions };
  for (const view of put) questions[view.number] = view;
  for (const number of drop) delete questions[number];
  for (const [key, votes] of Object.entries(totals)) {
    const number = Number(key);
    if (questions[number]) questions[number] = { ...questions[number], votes };
  }
  return { ...base, ...sections, questions };
}
