/** The possible leads of a question, most likely first. Pure. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Questions } from "./together.js" */
/** @import { ChairsState } from "./ui.js" */

import { noFilter } from "./filter.js";
import { pendingViews, queueViews, uniqueView } from "./lists.js";
import { matchesTogether } from "./together.js";

/** Maximum number of candidates. A chair finds questions beyond this limit by words or by number. */
export const MOST_CANDIDATES = 20;

/**
 * A possible lead. `score` is its similarity from 0 to 1, or null if the server sends no score.
 * @typedef {{view: ChairsQuestion, score: number | null}} Candidate
 */

/** @param {string} text */
const digitsOf = (text) => text.replace(/\D+/gu, "");

/**
 * Return the question or, if it is merged, its lead. Return null if this question is not open.
 * @param {number} number
 * @param {Questions} questions
 */
function leadOf(number, questions) {
  const view = questions[number];
  if (view?.status !== "merged") return view ?? null;
  return view.lead === null ? null : (questions[view.lead] ?? null);
}

/**
 * Return the leads that the server finds similar to `view`, most similar first. Leave out the lead that the question
 * already has.
 * @param {ChairsQuestion} view
 * @param {ChairsState} state
 */
export function similarTo(view, state) {
  /** @type {Map<number, {view: ChairsQuestion, score: number}>} */
  const leads = new Map();
  for (const { number, score } of view.similar ?? []) {
    const lead = leadOf(number, state.questions);
    if (lead && lead.number !== view.number && lead.number !== view.lead && !leads.has(lead.number))
      leads.set(lead.number, { view: lead, score });
  }
  return [...leads.values()].sort((a, b) => b.score - a.score);
}

/**
 * Return the questions that can lead `view` and match `search`. Order: the exact number, the similar questions, Now,
 * Next, the queue, Incoming. At most MOST_CANDIDATES.
 * @param {ChairsQuestion} view
 * @param {ChairsState} state
 * @param {string} search words in the language of any text of the question, or a number
 * @returns {Candidate[]}
 */
export function candidates(view, state, search) {
  const similar = similarTo(view, state);
  const isSimilar = new Set(similar.map((candidate) => candidate.view.number));
  const inPlay = [uniqueView(state, "live"), uniqueView(state, "next"), ...queueViews(state), ...pendingViews(state)];
  /** @type {Candidate[]} */
  const all = [...similar];
  for (const lead of inPlay) {
    if (lead && lead.number !== view.number && !isSimilar.has(lead.number)) all.push({ view: lead, score: null });
  }
  const filter = { ...noFilter, text: search };
  const matching = all.filter((candidate) => matchesTogether(candidate.view, filter, state.questions));
  const number = Number(digitsOf(search));
  /** @param {Candidate} candidate */
  const isExact = (candidate) =>
    Boolean(number) && (candidate.view.number === number || (candidate.view.merged?.numbers ?? []).includes(number));
  const others = matching.filter((candidate) => !isExact(candidate));
  return [...matching.filter(isExact), ...others].slice(0, MOST_CANDIDATES);
}
