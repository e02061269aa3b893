/* (state, change) → state. Pure; the rules are in docs/wire.md, "A change". */

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
    settings: /** @type {SettingsView} */ ({}), // Every snapshot has settings.
    notes: [],
  };
}

/**
 * Return the action for a change.
 * - "apply": the change follows the state.
 * - "ignore": the state already contains the change.
 * - "gap": an earlier change is missing.
 * - "reset": the change belongs to another epoch, so the snapshot is needed.
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
 * Return the state after the change; do not modify the old state. Call it only if the verdict is "apply".
 * @param {StreamState} state
 * @param {Change} change
 * @returns {StreamState}
 */
export function reduce(state, change) {
  const base = change.reset ? empty() : state;
  const questions = { ...base.questions };
  for (const view of change.put ?? []) questions[view.number] = view;
  for (const number of change.drop ?? []) delete questions[number];
  for (const [key, votes] of Object.entries(change.votes ?? {})) {
    const number = Number(key);
    if (questions[number]) questions[number] = { ...questions[number], votes };
  }
  return {
    epoch: change.epoch,
    seq: change.seq,
    at: change.at ?? base.at,
    questions,
    queue: change.queue ?? base.queue,
    counts: change.counts ?? base.counts,
    settings: change.settings ?? base.settings,
    notes: change.notes ?? base.notes,
  };
}
