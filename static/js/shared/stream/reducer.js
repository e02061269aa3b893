/* (state, change) → state. Pure; the rules are those of docs/wire.md, "A change". */

/** A state that holds nothing: {epoch, seq, at, questions: {number: view}, queue: [number], counts, settings, notes}. */
export function empty() {
  return { epoch: null, seq: 0, at: null, questions: {}, queue: [], counts: null, settings: {}, notes: [] };
}

/** What to do with a change: "apply", "ignore" (known), "hole" (something between is missing), "reset" (take the snapshot). */
export function verdict(state, change) {
  if (change.reset) return change.epoch === state.epoch && change.seq < state.seq ? "ignore" : "apply";
  if (change.epoch !== state.epoch) return "reset";
  if (change.seq <= state.seq) return "ignore";
  return change.after <= state.seq ? "apply" : "hole";
}

/** The state after the change; the old state is left as it was. Call it only where verdict says "apply". */
export function reduce(state, change) {
  const base = change.reset ? empty() : state;
  const questions = { ...base.questions };
  for (const view of change.put ?? []) questions[view.number] = view;
  for (const number of change.drop ?? []) delete questions[number];
  for (const [number, votes] of Object.entries(change.votes ?? {})) {
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
