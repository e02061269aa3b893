/** Questions that left the booth's stream: where each stood, so that it can be struck out in its place for a while. Pure. */

import { programme } from "../shared/program.js";

/** How long a question taken back stays struck out, in milliseconds. */
export const LINGER = 30_000;

/**
 * @returns {{view: object, part: "live"|"next"|"approved", index: number, into: number|null}[]} those of `before` that `after`
 *   does not hold; they were answered or taken back, which the stream does not say. `into`: the question that they are asked with now
 */
export function departures(before, after) {
  const { live, next, queue } = programme(before);
  const places = [live, next].filter(Boolean).map((view) => ({ view, part: view.status, index: 0 }));
  places.push(...queue.map((view, index) => ({ view, part: "approved", index })));
  const gone = places.filter(({ view }) => !after.questions[view.number]);
  const into = gone.length ? leadOf(before, after) : null;
  return gone.map((one) => ({ ...one, into }));
}

/** The one question that speaks for more others than before; null where none or several do. */
function leadOf(before, after) {
  const count = (view) => view?.merged?.count ?? 0;
  const leads = Object.values(after.questions).filter((view) => count(view) > count(before.questions[view.number]));
  return leads.length === 1 ? leads[0].number : null;
}

/** The views of one part with the departed ones put back in their places: [{view, departed, into?}]. */
export function withDeparted(views, departed, part) {
  const rows = views.map((view) => ({ view, departed: false }));
  for (const { view, index, into } of departed.filter((one) => one.part === part).sort((a, b) => a.index - b.index)) {
    rows.splice(index, 0, { view, departed: true, into });
  }
  return rows;
}
