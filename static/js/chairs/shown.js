/** The rows of each list as they stand on this screen: filtered, and held back where needed. */

import { isFiltering } from "./filter.js";
import { holdBack, pendingViews, queueViews, withRemains } from "./lists.js";
import { matchesTogether } from "./together.js";
import { ui } from "./ui.js";

const viewsOf = { incoming: pendingViews, queue: queueViews, history: () => ui.older?.questions ?? [] };

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

/** The history panel has the status as its own choice. */
function filterOf(list) {
  return list === "history" ? { ...ui.filter, status: "" } : ui.filter;
}

export function filtering() {
  return isFiltering(ui.filter);
}

/** The question of a place {list, number} as it now stands, or undefined. */
export function viewOf({ list, number }) {
  return (list === "history" && ui.older?.questions.find((view) => view.number === number)) || ui.state.questions[number];
}
