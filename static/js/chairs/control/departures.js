/**
 * Rows that leave a list. After this chair's own act the next row becomes the current row. If another seat removes this
 * chair's current row, a `Remain` (lists.js) keeps the place of the row, so that the next key press or click does not
 * act on another question.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Remain } from "../model/lists.js" */
/** @import { ChairsState, RowKey } from "../model/ui.js" */

import { read } from "../../shared/stream/http.js";
import { neighbour, withRemains } from "../model/lists.js";
import { changedSentence } from "../model/sentences.js";
import { allViews, shownViews } from "../model/shown.js";
import { announce, change, isCurrentRow, ui } from "../model/ui.js";
import { isMine } from "./send.js";

const LISTS = /** @type {const} */ (["incoming", "queue"]);

/** @typedef {typeof LISTS[number]} RemainList */

/**
 * Return whether the pointer is over the list. While it is, the rows of the list must not move.
 * @param {RemainList} list
 */
function isPointedAt(list) {
  return Boolean(document.querySelector(`[data-list="${list}"]:hover`));
}

/**
 * Return whether the row is within the visible part of the list. Removing a row outside the visible part does not move
 * visible rows. Therefore only a visible row needs a `Remain`.
 * @param {RemainList} list
 * @param {number} number
 */
function isVisible(list, number) {
  const row = document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);
  const box = row?.getBoundingClientRect();
  const frame = row?.closest("[data-rows]")?.getBoundingClientRect();
  return box && frame ? box.bottom > frame.top && box.top < frame.bottom : false;
}

/**
 * Read a question that has left the stream. Return null if the server lists the question under no status of the history
 * panel.
 * @param {number} number
 * @returns {Promise<ChairsQuestion | null>}
 */
async function readOlder(number) {
  for (const status of ["declined", "answered", "merged", "withdrawn"]) {
    const { questions } = await read("questions", { status, before: number + 1 });
    if (questions[0]?.number === number) return /** @type {ChairsQuestion} */ (questions[0]);
  }
  return null;
}

/**
 * @param {Remain} remain
 * @param {ChairsState} state
 */
async function explain(remain, state) {
  const after = state.questions[remain.number] ?? (await readOlder(remain.number).catch(() => null));
  remain.sentence = changedSentence(remain.view, after);
  announce(remain.number, remain.sentence);
  change();
}

/**
 * Compare the lists before and after a change. If this chair's own act removed the current row, make the next row the
 * current row. Add a `Remain` for a row that another seat removed, if the row was the current row, or if the row was
 * visible and the pointer is over its list.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordDepartures(before, after) {
  for (const list of LISTS) {
    const staying = new Set(allViews(list, after).map((view) => view.number));
    const shown = shownViews(list, before);
    const places = withRemains(shown, ui.remains[list]).map((item) => item.number);
    let isByMe = false;
    shown.forEach((view, at) => {
      if (staying.has(view.number)) return;
      const index = places.indexOf(view.number);
      const isCurrent = isCurrentRow(list, view.number);
      if (isMine(view.number, after)) {
        isByMe = true;
        ui.left.set(view.number, { list, index, view });
        if (isCurrent) ui.current = ui.byPointer ? null : nextRow(list, shown, at, staying);
      } else if (isCurrent || (isPointedAt(list) && isVisible(list, view.number))) {
        const remain = { number: view.number, index, view, sentence: "" };
        ui.remains[list].push(remain);
        explain(remain, after);
      }
    });
    ui.remains[list] = isByMe ? [] : ui.remains[list].filter((remain) => !staying.has(remain.number));
  }
}

/**
 * Return the row that takes the place of the row at `index`, or null.
 * @param {RemainList} list
 * @param {ChairsQuestion[]} shown
 * @param {number} index
 * @param {Set<number>} staying
 * @returns {RowKey | null}
 */
function nextRow(list, shown, index, staying) {
  const numbers = shown.map((view) => view.number);
  const above = numbers.slice(0, index).filter((number) => staying.has(number));
  const number = neighbour(
    numbers.filter((candidate) => staying.has(candidate)),
    above.length,
  );
  return number === null ? null : { list, number };
}

/**
 * Remove each list's remains (`Remain` in lists.js), unless the pointer is over this list or the current row is a
 * remain of this list.
 */
export function tidy() {
  for (const list of LISTS) {
    const hasCurrent = ui.remains[list].some((remain) => remain.number === ui.current?.number);
    if (ui.remains[list].length && !hasCurrent && !isPointedAt(list)) {
      ui.remains[list] = [];
      change();
    }
  }
}
