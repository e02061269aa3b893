/**
 * Questions that have left the booth's stream. For LINGER ms, the page shows each of them struck out in its former
 * place. Pure.
 */

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
import { programme } from "../shared/programme.js";

/**
 * The part of the page that shows a question.
 * @typedef {"live" | "next" | "approved"} Part
 */
/**
 * @typedef {object} Departure
 * @property {QuestionView} view
 * @property {Part} part
 * @property {number} index the former position in the part, from 0
 * @property {number | null} [into] the number of the question into which this question was probably merged: the only
 *   question that gained followers (merged questions) in the same change. Null if no question or several questions
 *   gained followers
 */
/**
 * A row of a part. `isDeparted`: the question has left the stream. `into`: see Departure. `isKept`: the question has
 * left this part of the page, but its row remains, because the row contains the open editor.
 * @typedef {{view: QuestionView, isDeparted: boolean, into?: number | null, isKept?: boolean}} Row
 */

/** The time in ms during which the page shows a departed question struck out. */
export const LINGER = 30_000;

/**
 * Return the live, next and queued questions of `before` that are not in `after`. They were answered, merged, declined
 * or withdrawn; the stream does not contain the reason.
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
 * Return the number of the question that has more followers (merged questions) in `after` than in `before`. If there is
 * no such question, or more than one, return null.
 * @param {StreamState} before
 * @param {StreamState} after
 */
function leadOf(before, after) {
  const count = (/** @type {QuestionView | undefined} */ view) => view?.merged?.count ?? 0;
  const leads = Object.values(after.questions).filter((view) => count(view) > count(before.questions[view.number]));
  return leads.length === 1 ? leads[0].number : null;
}

/**
 * Return the rows of one part: the questions `views`, and the departed questions at their former positions.
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
