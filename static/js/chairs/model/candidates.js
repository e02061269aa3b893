/** Which questions may lead another, in the order in which a chair wants to see them. Pure. */

import { noFilter } from "./filter.js";
import { only, pendingViews, queueViews } from "./lists.js";
import { matchesTogether } from "./together.js";

/** More than these nobody reads; words or a number find the rest. */
export const MOST_CANDIDATES = 20;

const digits = (text) => text.replace(/\D+/gu, "");

/** The lead of a question: itself, or the one that it is merged into; null where neither is in play. */
function leadOf(number, questions) {
  const view = questions[number];
  return view?.status === "merged" ? (questions[view.lead] ?? null) : (view ?? null);
}

/** [{view, score}] of the leads that the server finds similar to `view`, the closest first; what is asked with it already is left out. */
export function similarTo(view, state) {
  const found = new Map();
  for (const { number, score } of view.similar ?? []) {
    const lead = leadOf(number, state.questions);
    if (lead && lead.number !== view.number && lead.number !== view.lead && !found.has(lead.number))
      found.set(lead.number, { view: lead, score });
  }
  return [...found.values()].sort((one, other) => other.score - one.score);
}

/**
 * Who may lead `view`: the exact number first, then the similar ones, then what is now, next, in the queue and incoming.
 * `search`: words or a number, in whatever language the texts are read. Returns [{view, score}], score null where nothing says it is close.
 */
export function candidates(view, state, search) {
  const near = similarTo(view, state);
  const isNear = new Set(near.map((one) => one.view.number));
  const rest = [only(state, "live"), only(state, "next"), ...queueViews(state), ...pendingViews(state)]
    .filter((one) => one && one.number !== view.number && !isNear.has(one.number))
    .map((one) => ({ view: one, score: null }));
  const all = [...near, ...rest].filter((one) =>
    matchesTogether(one.view, { ...noFilter, text: search }, state.questions),
  );
  const wanted = Number(digits(search));
  const isExact = (one) =>
    Boolean(wanted) && (one.view.number === wanted || (one.view.merged?.numbers ?? []).includes(wanted));
  return [...all.filter(isExact), ...all.filter((one) => !isExact(one))].slice(0, MOST_CANDIDATES);
}
