/**
 * Rows that leave a list. If this chair removes the current row by a key press, the next row becomes the current row.
 * If another seat removes a visible row, a line above the list names the question and the reason. If another seat
 * removes the current row, no row is current: this chair's next key press must not act on another question.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { ChairsState, RowKey } from "../model/ui.js" */
/** @import { HandledList } from "./handled.js" */

import { read } from "../../shared/stream/http.js";
import { isEdited } from "../model/editors.js";
import { neighbour } from "../model/lists.js";
import { changedSentence } from "../model/sentences.js";
import { allViews, shownViews } from "../model/shown.js";
import { announce, change, isCurrentRow, ui } from "../model/ui.js";
import { showHandled } from "./handled.js";
import { isMine } from "./send.js";

/**
 * If one change removes at most this number of rows from a list, the page explains the removal of each visible row.
 * Otherwise, it explains only the removal of the current row. One act on all questions of a kind can remove thousands
 * of rows, and the search for the visible rows among them would take seconds.
 */
const EXPLAINED = 20;

const LISTS = /** @type {const} */ (["incoming", "queue"]);

/**
 * Return whether the row is within the visible part of the list. The removal of a row outside this part needs no
 * explanation.
 * @param {HandledList} list
 * @param {number} number
 */
function isVisible(list, number) {
  const row = document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);
  const box = row?.getBoundingClientRect();
  const frame = row?.closest("[data-rows]")?.getBoundingClientRect();
  return box && frame ? box.bottom > frame.top && box.top < frame.bottom : false;
}

/**
 * Read a question that is no longer in the stream. Search the server's lists of declined, answered, merged and
 * withdrawn questions. If none of these lists contains the question, return null.
 * @param {number} number
 * @returns {Promise<ChairsQuestion | null>}
 */
export async function readOlder(number) {
  for (const status of ["declined", "answered", "merged", "withdrawn"]) {
    const { questions } = await read("questions", { status, from: number });
    if (questions[0]?.number === number) return /** @type {ChairsQuestion} */ (questions[0]);
  }
  return null;
}

/**
 * Show and announce why a row has left the list after another seat's act.
 * @param {HandledList} list
 * @param {ChairsQuestion} view the question as it was last shown
 * @param {ChairsState} state
 */
async function explain(list, view, state) {
  const { number } = view;
  const after = state.questions[number] ?? (await readOlder(number).catch(() => null));
  const sentence = changedSentence(view, after);
  announce(number, sentence);
  showHandled(list, { number, status: after?.status ?? null, sentence });
  change();
}

/**
 * Handle the rows that a change has removed from their lists:
 * - If this chair's own act removed the current row, make the next row current or, after a mouse click, no row.
 * - If another seat's act removed the current row, make no row current, and show the reason above the list.
 * - If another seat's act removed another visible row, show the reason above the list, except if the change removed
 *   more than EXPLAINED rows.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordDepartures(before, after) {
  for (const list of LISTS) {
    const staying = new Set(allViews(list, after).map((view) => view.number));
    const shown = shownViews(list, before);
    const isExplained = shown.length - countStaying(shown, shown.length, staying) <= EXPLAINED;
    shown.forEach((view, index) => {
      if (staying.has(view.number) || isEdited(list, view.number)) return;
      const isCurrent = isCurrentRow(list, view.number);
      if (isMine(view.number, after)) {
        ui.left.set(view.number, { list, index, view });
        const isByMouse = ui.byPointer && !ui.isPhone;
        if (isCurrent) ui.current = isByMouse ? null : nextRow(list, shown, index, staying);
        return;
      }
      const wasVisible = isExplained && isVisible(list, view.number);
      if (isCurrent) {
        ui.current = null;
        ui.vacated = { list, index: countStaying(shown, index, staying) };
      }
      if (isCurrent || wasVisible) explain(list, view, after);
    });
    ui.handled[list] = ui.handled[list].filter(({ number }) => !staying.has(number));
  }
}

/**
 * Return how many of the rows above `index` stay in the list.
 * @param {ChairsQuestion[]} shown
 * @param {number} index
 * @param {Set<number>} staying
 */
const countStaying = (shown, index, staying) => shown.slice(0, index).filter((view) => staying.has(view.number)).length;

/**
 * Return the row to make current after the row at `index` has left the list: the next row that stays. If no later row
 * stays, return the last row that stays. If no row stays, return null.
 * @param {HandledList} list
 * @param {ChairsQuestion[]} shown
 * @param {number} index
 * @param {Set<number>} staying
 * @returns {RowKey | null}
 */
function nextRow(list, shown, index, staying) {
  const numbers = shown.map((view) => view.number).filter((number) => staying.has(number));
  const number = neighbour(numbers, countStaying(shown, index, staying));
  return number === null ? null : { list, number };
}
