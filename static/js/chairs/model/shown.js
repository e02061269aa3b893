/** The rows of each list as they stand on this screen: filtered, and held back where needed. */

import { isFiltering, noFilter } from "./filter.js";
import { holdBack, only, pendingViews, queueViews, withRemains } from "./lists.js";
import { matchesTogether } from "./together.js";
import { ui } from "./ui.js";

const inPlace = (status) => (state) => [only(state, status)].filter(Boolean);
const viewsOf = {
  live: inPlace("live"),
  next: inPlace("next"),
  incoming: pendingViews,
  queue: queueViews,
  history: () => ui.older?.questions ?? [],
};

/** The lists that stand side by side, in their order. */
export const columns = () => ["incoming", ui.older ? "history" : "queue"];

/** All views of a list before any filter. */
export function allViews(list, state = ui.state) {
  return viewsOf[list](state);
}

/** Views of a list that are on screen. */
export function shownViews(list, state = ui.state) {
  const views = allViews(list, state);
  const shown = list === "incoming" ? holdBack(views, ui.admitted, ui.holding).shown : views;
  return shown.filter((view) => matchesTogether(view, filterOf(list), state.questions));
}

/** How many pending questions wait behind "show". */
export function waitingCount() {
  const { waiting } = holdBack(allViews("incoming"), ui.admitted, ui.holding);
  return waiting.filter((view) => matchesTogether(view, filterOf("incoming"), ui.state.questions)).length;
}

/** Rows and remains of a list, in order. */
export function items(list) {
  return withRemains(shownViews(list), ui.remains[list] ?? []);
}

/** Lets every waiting question onto the screen. */
export function admitAll() {
  for (const view of allViews("incoming")) ui.admitted.add(view.number);
}

/** The selected questions that still wait for a decision. */
export const selectedViews = () =>
  [...ui.selected].map((number) => ui.state.questions[number]).filter((view) => view?.status === "pending");

/** Now and Next are never filtered away; the history panel has the status as its own choice. */
function filterOf(list) {
  if (list === "live" || list === "next") return noFilter;
  return list === "history" ? { ...ui.filter, status: "" } : ui.filter;
}

export function filtering() {
  return isFiltering(ui.filter);
}

/** The question of a place {list, number} as it now stands, or undefined. */
export function viewOf({ list, number }) {
  return (
    (list === "history" && ui.older?.questions.find((view) => view.number === number)) || ui.state.questions[number]
  );
}
