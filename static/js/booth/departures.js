/** Questions that left the booth's stream: where each stood, so that it can be struck out in its place for a while. Pure. */

import { programme } from "../stage/program.js";

/** How long a question taken back stays struck out, in milliseconds. */
export const LINGER = 30_000;

/**
 * @returns {{view: object, part: "live"|"next"|"approved", index: number}[]} those of `before` that `after` does not hold;
 *   they were answered or taken back, which the stream does not say
 */
export function departures(before, after) {
  const { live, next, queue } = programme(before);
  const places = [live, next].filter(Boolean).map((view) => ({ view, part: view.status, index: 0 }));
  places.push(...queue.map((view, index) => ({ view, part: "approved", index })));
  return places.filter(({ view }) => !after.questions[view.number]);
}

/** The views of one part with the departed ones put back in their places: [{view, departed}]. */
export function withDeparted(views, departed, part) {
  const rows = views.map((view) => ({ view, departed: false }));
  for (const { view, index } of departed.filter((one) => one.part === part).sort((a, b) => a.index - b.index)) {
    rows.splice(index, 0, { view, departed: true });
  }
  return rows;
}
