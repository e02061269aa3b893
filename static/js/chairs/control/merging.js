/** Choosing whom a question is asked together with. */

import { merge } from "./acts.js";
import { candidates, similarTo } from "../model/candidates.js";
import { change, ui } from "../model/ui.js";

/** Opens the finder for this question; `into`: the number to compare it with at once. */
export function openMerge(view, into = null) {
  const first = into ?? similarTo(view, ui.state)[0]?.view.number ?? null;
  change({ merge: { view, search: "", active: first } });
}

export const closeMerge = () => change({ merge: null });

/** The candidates as they now stand. */
export const found = () => candidates(ui.merge.view, ui.state, ui.merge.search);

/** The one that is compared: chosen, and still among those found; or null. */
export const chosen = (among = found()) => among.find((one) => one.view.number === ui.merge.active)?.view ?? null;

/** New words: the first that they find is compared. Without words nothing is chosen but what is close, so that Enter alone can do no harm. */
export function search(text) {
  const state = { ...ui.merge, search: text };
  const [first] = candidates(state.view, ui.state, text);
  const isChosen = first && (text.trim() || first.score !== null);
  change({ merge: { ...state, active: isChosen ? first.view.number : null } });
}

export const choose = (number) => change({ merge: { ...ui.merge, active: number } });

/** The choice steps through those found (-1, 1), round at the ends. */
export function stepChoice(by) {
  const numbers = found().map((one) => one.view.number);
  if (!numbers.length) return;
  const place = numbers.indexOf(ui.merge.active);
  const target = place < 0 ? (by > 0 ? 0 : numbers.length - 1) : (place + by + numbers.length) % numbers.length;
  choose(numbers[target]);
}

/** Asks them together. What is refused is said in the row. */
export function sendMerge() {
  const lead = chosen();
  if (!lead) return;
  const { view } = ui.merge;
  closeMerge();
  merge(view, lead);
}
