/** The server's suggestion. The page shows the suggestion only while the suggested question is in the queue. */

/** @import { ChairsQuestion, Suggestion } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

import { ui } from "./ui.js";

/**
 * A suggestion with the suggested question instead of the question's number.
 * @typedef {Omit<Suggestion, "number"> & {view: ChairsQuestion}} ShownSuggestion
 */

/**
 * Return the suggestion of this state, with the suggested question. Return null if there is no suggestion, or if the
 * question has left the queue.
 * @param {ChairsState} state
 * @returns {ShownSuggestion | null}
 */
export function suggestionOf(state) {
  const suggestion = state.counts?.suggestion;
  if (!suggestion) return null;
  const { number, ...reasons } = suggestion;
  const view = state.questions[number];
  return view?.status === "approved" && state.queue.includes(number) ? { view, ...reasons } : null;
}

/** Return the suggestion, or null if this chair has hidden it with "Not now". */
export function shownSuggestion() {
  const suggestion = suggestionOf(ui.state);
  return suggestion && suggestion.view.number !== ui.notNow ? suggestion : null;
}

/**
 * End "Not now" (`ui.notNow`) when the server no longer suggests the question that the chair has hidden. If the server
 * suggests this question again later, the page shows the suggestion.
 * @param {ChairsState} state
 */
export function endNotNow(state) {
  if (state.counts?.suggestion?.number !== ui.notNow) ui.notNow = null;
}
