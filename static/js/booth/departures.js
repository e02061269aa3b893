/**
 * Questions that left the booth's stream. For LINGER ms, the page shows each question struck out in its place. Pure.
 */

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
import { programme } from "../shared/programme.js";

/** @typedef {"live" | "next" | "approved"} Part */
/**
 * @typedef {object} Departure
 * @property {QuestionView} view
 * @property {Part} part
 * @property {number} index in its part
 * @property {number | null} [into] the lead of a merged question
 */
/** @typedef {{view: QuestionView, isDeparted: boolean, into?: number | null}} Row */

/** The time, in ms, for which a departed question is shown struck out. */
export const LINGER = 30_000;

/**
 * Return the questions that are in `before` but not in `after`. They were answered, merged or withdrawn; the stream
 * does not contain the reason.
 * @param {StreamState} before
 * @param {StreamState} after
 * @returns {Departure[]}
 */
export function departures(before, after) {
  const { live, next, queue } = programme(before);
  /** @type {Departure[]} */
  const places = queue.map((view, index) => ({ view, part: "approved", index }));
  if (next) places.unshift({ view: next, part: "next", index: 0 });
  if (live) places.unshift({ view: live, part: "live", index: 0 });
  const departed = places.filter(({ view }) => !after.questions[view.number]);
  const into = departed.length ? leadOf(before, after) : null;
  return departed.map((departure) => ({ ...departure, into }));
}

/**
 * Return the number of the question that has gained followers. Return null if no question or several questions have
 * gained followers.
 * @param {StreamState} before
 * @param {StreamState} after
 */
function leadOf(before, after) {
  const count = (/** @type {QuestionView | undefined} */ view) => view?.merged?.count ?? 0;
  const leads = Object.values(after.questions).filter((view) => count(view) > count(before.questions[view.number]));
  return leads.length === 1 ? leads[0].number : null;
}

/**
 * Return the rows of one part, with the departed questions in their former places.
 * @param {QuestionView[]} views
 * @param {Departure[]} departed
 * @param {string} part
 */
export function withDeparted(views, departed, part) {
  /** @type {Row[]} */
  const rows = views.map((view) => ({ view, isDeparted: false }));
  const ofPart = departed.filter((departure) => departure.part === part).sort((a, b) => a.index - b.index);
  for (const { view, index, into } of ofPart) rows.splice(index, 0, { view, isDeparted: true, into });
  return rows;
}
