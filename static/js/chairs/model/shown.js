/**
 * The rows of each list on this screen. Two groups of questions have no row: questions that do not match the filter,
 * and questions that wait for the button "Show … new".
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Filter } from "./filter.js" */
/** @import { ChairsState, ListName, RowKey } from "./ui.js" */

import { withEditedRows, withKeptRows } from "./editors.js";
import { isFiltering, noFilter } from "./filter.js";
import { holdBack, pendingViews, queueViews, uniqueView } from "./lists.js";
import { matchesTogether } from "./together.js";
import { isClosed, ui } from "./ui.js";

/** @param {"live" | "next"} status */
const uniqueViews = (status) => {
  /** @param {ChairsState} state */
  return (state) => {
    const view = uniqueView(state, status);
    return view ? [view] : [];
  };
};

/** @type {Record<ListName, (state: ChairsState) => ChairsQuestion[]>} */
const viewsOf = {
  live: uniqueViews("live"),
  next: uniqueViews("next"),
  incoming: pendingViews,
  queue: queueViews,
  history: () => ui.older?.questions ?? [],
};

/**
 * Return the two lists that are shown side by side, in their order.
 * @returns {ListName[]}
 */
export const columns = () => ["incoming", ui.older ? "history" : "queue"];

/**
 * Return all questions of a list, without a filter.
 * @param {ListName} list
 */
export function allViews(list, state = ui.state) {
  return viewsOf[list](state);
}

/**
 * Return the questions of a list that this page shows. Leave out questions that do not match the filter, and questions
 * that wait for "Show … new".
 * @param {ListName} list
 */
export function shownViews(list, state = ui.state) {
  const views = allViews(list, state);
  const shown = list === "incoming" ? holdBack(views, ui.admitted, ui.holding).shown : views;
  return shown.filter((view) => matchesTogether(view, filterOf(list), state.questions));
}

/** Return the number of pending questions that wait for the button "Show … new". */
export function waitingCount() {
  const { waiting } = holdBack(allViews("incoming"), ui.admitted, ui.holding);
  return waiting.filter((view) => matchesTogether(view, filterOf("incoming"), ui.state.questions)).length;
}

/**
 * Return the number of questions of a list that the filter hides.
 * @param {ListName} list
 */
export function hiddenCount(list) {
  const { questions } = ui.state;
  return allViews(list).filter((view) => !matchesTogether(view, filterOf(list), questions)).length;
}

/**
 * Return the question on which the bar at the bottom of a phone acts: the current question of Incoming. If Incoming has
 * no current question, return its first question. Return undefined if the page shows no bar for Incoming, or if
 * Incoming is empty.
 */
export function thumbTarget() {
  if (!ui.isPhone || ui.tab !== "incoming" || isClosed()) return undefined;
  const shown = shownViews("incoming");
  const current = ui.current?.list === "incoming" ? ui.current.number : null;
  return shown.find(({ number }) => number === current) ?? shown[0];
}

/**
 * Return the rows of a list in the order of the screen. Also include the rows whose editor is open (`withEditedRows`,
 * `withKeptRows`).
 * @param {ListName} list
 */
export function items(list) {
  const views = withEditedRows(list, shownViews(list), allViews(list));
  return withKeptRows(
    views.map((view) => ({ number: view.number, view })),
    list,
  );
}

/** Show every pending question that waits for the button "Show … new". */
export function admitAll() {
  for (const view of allViews("incoming")) ui.admitted.add(view.number);
}

/** Return the selected questions that still wait for a decision. */
export const selectedViews = () =>
  [...ui.selected].map((number) => ui.state.questions[number]).filter((view) => view?.status === "pending");

/**
 * Return the filter of a list. *Now* and *Next* have no filter. The history ignores the filter's status, because the
 * history panel has its own buttons for the status.
 * @param {ListName} list
 * @returns {Filter}
 */
function filterOf(list) {
  if (list === "live" || list === "next") return noFilter;
  return list === "history" ? { ...ui.filter, status: "" } : ui.filter;
}

export function filtering() {
  return isFiltering(ui.filter);
}

/**
 * Return the current state of the question in a row; undefined if this page does not have the question.
 * @param {Partial<RowKey>} row
 * @returns {ChairsQuestion | undefined}
 */
export function viewOf({ list, number }) {
  if (number == null) return undefined;
  const older = list === "history" ? ui.older?.questions.find((view) => view.number === number) : undefined;
  return older ?? ui.state.questions[number];
}
