/** The intents that change only this chair's page, for example browsing and finding. */

/** @import { Subject } from "../model/ui.js" */

import { noFilter } from "../model/filter.js";
import { admitAll, filtering, shownViews, waitingCount } from "../model/shown.js";
import { suggestionOf } from "../model/suggestion.js";
import { change, hideMessage, ui } from "../model/ui.js";
import { currentRow, enterFirst, focusSoon, goTo, step } from "./focus.js";
import { closeOlder } from "./history.js";

/** Go to the row below. At the end of Incoming, show the new questions that wait for the button "Show … new". */
export function browseDown() {
  if (step(1) || ui.current?.list !== "incoming" || !waitingCount()) return;
  showNew();
}

/** Show the new pending questions, and go to the first new question. */
export function showNew() {
  const before = new Set(shownViews("incoming").map((view) => view.number));
  admitAll();
  const first = shownViews("incoming").find((view) => !before.has(view.number));
  if (first) goTo("incoming", first.number);
  else change();
}

export function openFind() {
  change({ finding: true });
  focusSoon("#find-text");
}

/**
 * Remove the filter, close the find bar and show the current row. Without a current row, go to the first row, because
 * the focus cannot stay on the button of the closed bar. If the bar is closed and no filter is set, do nothing and
 * return false.
 */
export function clearFind() {
  if (!ui.finding && !filtering()) return false;
  change({ finding: false, filter: { ...noFilter } });
  const row = currentRow();
  if (row) goTo(row.list, row.number);
  else enterFirst();
  return true;
}

/** Go to the row of the suggested question. */
export function seeSuggestion() {
  const suggestion = suggestionOf(ui.state);
  if (!suggestion) return;
  if (ui.older) closeOlder();
  if (!shownViews("queue").includes(suggestion.view)) clearFind();
  change({ tab: "queue" });
  goTo("queue", suggestion.view.number);
}

/**
 * Show or hide the followers of a lead (the questions merged into it).
 * @param {number} number
 */
export function toggleTogether(number) {
  const together = new Set(ui.together);
  if (!together.delete(number)) together.add(number);
  change({ together });
}

/**
 * Remove the message about a question or about a part of the page.
 * @param {Subject} subject
 */
export const dismiss = (subject) => hideMessage(subject);
