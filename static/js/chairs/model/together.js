/** The followers of a lead, which are the questions merged into it. Pure. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Filter } from "./filter.js" */

import { matches, matchesText } from "./filter.js";

/**
 * The questions that this page has; key: the question's number.
 * @typedef {Record<number, ChairsQuestion>} Questions
 */
/**
 * A merged question. `view` is null if this page does not have the question.
 * @typedef {{number: number, view: ChairsQuestion | null}} Follower
 */

/**
 * Return the followers of a lead (the questions merged into it), in the server's order.
 * @param {ChairsQuestion} view
 * @param {Questions} questions
 * @returns {Follower[]}
 */
export function followersOf(view, questions) {
  return (view.merged?.numbers ?? []).map((number) => ({ number, view: questions[number] ?? null }));
}

/**
 * Return whether the filter accepts the question. The search words can also occur in a follower (a question merged into
 * this question).
 * @param {ChairsQuestion} view
 * @param {Filter} filter
 * @param {Questions} questions
 */
export function matchesTogether(view, filter, questions) {
  if (matches(view, filter)) return true;
  if (!filter.text.trim() || !matches(view, { ...filter, text: "" })) return false;
  return followersOf(view, questions).some((follower) => follower.view && matchesText(follower.view, filter.text));
}

/**
 * Return the groups of the askers of these questions: the questions in `leads`, and all questions merged into them.
 * Each group occurs once, in the order of `keys`.
 * @param {ChairsQuestion[]} leads
 * @param {string[]} keys
 * @param {Questions} questions
 */
export function groupsOf(leads, keys, questions) {
  const views = leads.flatMap((lead) => [lead, ...followersOf(lead, questions).map((follower) => follower.view)]);
  const groups = new Set(views.map((view) => view?.group));
  return keys.filter((key) => groups.has(key));
}
