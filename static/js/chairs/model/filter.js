/** The search and the filters of the dashboard. Pure. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

/**
 * The choices of the find bar. An empty string excludes no question.
 * @typedef {object} Filter
 * @property {string} text words, or a question's number
 * @property {string} language
 * @property {string} group
 * @property {string} status
 */

/** @type {Readonly<Filter>} */
export const noFilter = Object.freeze({ text: "", language: "", group: "", status: "" });

/**
 * Return whether the filter can exclude a question.
 * @param {Filter} filter
 */
export function isFiltering(filter) {
  return Boolean(filter.text.trim() || filter.language || filter.group || filter.status);
}

/**
 * Return the text in lower case without accents, in any alphabet: "resolucion" then finds "Resolución".
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("und").replace(/\s+/gu, " ").trim();
}

/**
 * Return whether every word of `search` occurs in the question's texts or in its asker's name.
 * "12", "#12" and "No. 12" also match question 12.
 * @param {ChairsQuestion} view
 * @param {string} search
 */
export function matchesText(view, search) {
  const folded = fold(search);
  if (!folded) return true;
  const number = /^(?:#|no\.?\s?|nº\s?|n°\s?)?(\d+)$/u.exec(folded);
  if (number && Number(number[1]) === view.number) return true;
  const translated = Object.values(view.translations ?? {}).map(({ text }) => text ?? "");
  const searched = fold([view.text, view.asked, view.name, ...translated].filter(Boolean).join(" "));
  return folded.split(" ").every((word) => searched.includes(word));
}

/**
 * Return whether the question passes every part of the filter.
 * @param {ChairsQuestion} view
 * @param {Filter} filter
 */
export function matches(view, filter) {
  return (
    (!filter.language || view.language === filter.language) &&
    (!filter.group || view.group === filter.group) &&
    (!filter.status || view.status === filter.status) &&
    matchesText(view, filter.text)
  );
}
