/** The search and the filters of the dashboard, as pure functions. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { matchesWords, numberIn } from "../../shared/fold.js";

/** The filter's value for questions without a topic. It differs from every topic's key, because no key contains "/". */
export const NO_TOPIC = "/";

/**
 * The choices of the find bar. An empty string means "all questions".
 * @typedef {object} Filter
 * @property {string} text words, or a question's number
 * @property {string} language
 * @property {string} group
 * @property {string} topic a key, or NO_TOPIC
 * @property {string} status
 */

/** @type {Readonly<Filter>} */
export const noFilter = Object.freeze({ text: "", language: "", group: "", topic: "", status: "" });

/**
 * Return whether the filter can exclude a question.
 * @param {Filter} filter
 */
export function isFiltering(filter) {
  return Boolean(filter.text.trim() || filter.language || filter.group || filter.topic || filter.status);
}

/**
 * Return whether every word of `search` occurs in the question's texts or in its asker's name.
 * "12", "#12" and "No. 12" also match question 12.
 * @param {ChairsQuestion} view
 * @param {string} search
 */
export function matchesText(view, search) {
  if (numberIn(search) === view.number) return true;
  const translated = Object.values(view.translations ?? {}).map(({ text }) => text);
  return matchesWords(search, [view.text, view.asked, view.name, ...translated]);
}

/**
 * Return whether the question matches every field of the filter.
 * @param {ChairsQuestion} view
 * @param {Filter} filter
 */
export function matches(view, filter) {
  return (
    (!filter.language || view.language === filter.language) &&
    (!filter.group || view.group === filter.group) &&
    (!filter.topic || (view.topic ?? NO_TOPIC) === filter.topic) &&
    (!filter.status || view.status === filter.status) &&
    matchesText(view, filter.text)
  );
}
