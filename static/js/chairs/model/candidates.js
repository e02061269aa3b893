/**
 * The candidates of the merge dialog: the questions into which a question can be merged. The most likely candidate is
 * first. The functions are pure.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Questions } from "./together.js" */
/** @import { ChairsState } from "./ui.js" */

import { fold } from "../../shared/fold.js";
import { noFilter } from "./filter.js";
import { pendingViews, queueViews, uniqueView } from "./lists.js";
import { matchesTogether } from "./together.js";

/** Maximum number of candidates. To find another question, the chair types words or the question's number. */
export const MOST_CANDIDATES = 20;

/**
 * A question into which another question can be merged. `score`: the similarity of the two questions, from 0 to 1. If
 * the server sends no score, `score` is null.
 * @typedef {{view: ChairsQuestion, score: number | null}} Candidate
 */

/**
 * Return only the digits of a text, converted to ASCII digits.
 * @param {string} text
 */
const digitsOf = (text) => fold(text).replace(/[^0-9]+/gu, "");

/**
 * Return the question with this number. If it is merged, return its lead (the question into which it was merged)
 * instead. If `questions` does not contain the question or its lead, return null.
 * @param {number} number
 * @param {Questions} questions
 */
function leadOf(number, questions) {
  const view = questions[number];
  if (view?.status !== "merged") return view ?? null;
  return view.lead === null ? null : (questions[view.lead] ?? null);
}

/**
 * Return the questions that the server finds similar to `view`, most similar first. In place of a merged question,
 * return its lead (the question into which it was merged). Leave out the current lead of `view`.
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
 * Return at most MOST_CANDIDATES questions into which `view` can be merged. All of them match `search`. If `search` is
 * a number, the question with this number is first. If that question is merged, its lead is first instead. Then follow
 * the similar questions, *Now*, *Next*, the queue and Incoming, in this order.
 * @param {ChairsQuestion} view
 * @param {ChairsState} state
 * @param {string} search the number of a question, or words from any of its texts
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
  /**
   * Return whether the search is the number of this question or of one of its followers (merged questions).
   * @param {Candidate} candidate
   */
  const isExact = (candidate) =>
    Boolean(number) && (candidate.view.number === number || (candidate.view.merged?.numbers ?? []).includes(number));
  const others = matching.filter((candidate) => !isExact(candidate));
  return [...matching.filter(isExact), ...others].slice(0, MOST_CANDIDATES);
}
