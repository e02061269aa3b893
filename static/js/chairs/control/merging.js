/** The merge dialog. The chair chooses the lead: the question into which another question is merged. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { candidates, similarTo } from "../model/candidates.js";
import { change, ui } from "../model/ui.js";
import { merge } from "./acts.js";

/**
 * Open the dialog for this question.
 * @param {ChairsQuestion} view
 * @param {number | null} into the number of the question that the dialog first compares with `view`; null: the most
 *   similar question
 */
export function openMerge(view, into = null) {
  const active = into ?? similarTo(view, ui.state)[0]?.view.number ?? null;
  change({ merge: { view, search: "", active } });
}

export const closeMerge = () => change({ merge: null });

/** Return the candidates (questions to merge into) for the current search. */
export const listed = () => (ui.merge ? candidates(ui.merge.view, ui.state, ui.merge.search) : []);

/** Return the chosen candidate (the question to merge into). If the list no longer contains it, return null. */
export const chosen = (list = listed()) =>
  list.find((candidate) => candidate.view.number === ui.merge?.active)?.view ?? null;

/**
 * Search the candidates for the words of `text`, and choose the first result, into which Enter would merge the
 * question. If `text` is empty, choose the first candidate only if the server finds it similar to the question.
 * Otherwise, Enter without a search could merge two unrelated questions.
 * @param {string} text
 */
export function search(text) {
  if (!ui.merge) return;
  const [first] = candidates(ui.merge.view, ui.state, text);
  const isChosen = first && (text.trim() || first.score !== null);
  change({ merge: { ...ui.merge, search: text, active: isChosen ? first.view.number : null } });
}

/**
 * Choose this candidate. The dialog then shows the candidate beside the question.
 * @param {number} number
 */
export function choose(number) {
  if (ui.merge) change({ merge: { ...ui.merge, active: number } });
}

/**
 * Choose the next candidate (1) or the previous candidate (-1). The first candidate follows the last.
 * @param {1 | -1} by
 */
export function stepChoice(by) {
  const numbers = listed().map((candidate) => candidate.view.number);
  if (!numbers.length || !ui.merge) return;
  const place = ui.merge.active === null ? -1 : numbers.indexOf(ui.merge.active);
  const target = place < 0 ? (by > 0 ? 0 : numbers.length - 1) : (place + by + numbers.length) % numbers.length;
  choose(numbers[target]);
}

/** Merge the question into the chosen candidate. A refusal is shown in the question's row. */
export function sendMerge() {
  const lead = chosen();
  if (!lead || !ui.merge) return;
  const { view } = ui.merge;
  closeMerge();
  merge(view, lead);
}
