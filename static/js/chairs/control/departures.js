/**
 * Rows that leave a list. After this chair's own act the focus goes to the next row; when the
 * colleague took a row away from under this chair's hand, its place stays with a sentence, so that
 * the next key or click cannot hit another question.
 */

import { read } from "../../shared/stream/wire.js";
import { isMine } from "./acts.js";
import { neighbour, withRemains } from "../model/lists.js";
import { changedSentence } from "../model/sentences.js";
import { allViews, shownViews } from "../model/shown.js";
import { change, say, ui } from "../model/ui.js";

/** True while the chair's pointer is in that list: rows must not move under it. */
function isPointedAt(list) {
  return Boolean(document.querySelector(`[data-list="${list}"]:hover`));
}

/** True while the row can be seen; what leaves above or below moves nothing that is seen. */
function isOnScreen(list, number) {
  const row = document.querySelector(`[data-list="${list}"] [data-row][data-number="${number}"]`);
  const box = row?.getBoundingClientRect();
  const frame = row?.closest("[data-rows]").getBoundingClientRect();
  return Boolean(box) && box.bottom > frame.top && box.top < frame.bottom;
}

/** The question after it left the stream: found among the older ones, or null. */
async function whatBecame(number) {
  for (const status of ["declined", "answered", "merged", "withdrawn"]) {
    const { questions } = await read("questions", { status, before: number + 1 });
    if (questions[0]?.number === number) return questions[0];
  }
  return null;
}

async function explain(remain, state) {
  const after = state.questions[remain.number] ?? (await whatBecame(remain.number).catch(() => null));
  remain.sentence = changedSentence(remain.view, after);
  say(remain.number, remain.sentence);
  change();
}

/** Compares the lists before and after a change; keeps remains and moves the current row on. */
export function noteDepartures(before, after) {
  for (const list of ["incoming", "queue"]) {
    const here = new Set(allViews(list, after).map((view) => view.number));
    const shown = shownViews(list, before);
    const places = withRemains(shown, ui.remains[list]).map((item) => item.number);
    let byMe = false;
    shown.forEach((view, at) => {
      if (here.has(view.number)) return;
      const index = places.indexOf(view.number);
      const isCurrent = ui.current?.list === list && ui.current.number === view.number;
      if (isMine(view.number, after)) {
        byMe = true;
        ui.left.set(view.number, { list, index, view });
        if (isCurrent) ui.current = ui.byPointer ? null : nextRow(list, shown, at, here);
      } else if (isCurrent || (isPointedAt(list) && isOnScreen(list, view.number))) {
        const remain = { number: view.number, index, view, sentence: "" };
        ui.remains[list].push(remain);
        explain(remain, after);
      }
    });
    ui.remains[list] = byMe ? [] : ui.remains[list].filter((remain) => !here.has(remain.number));
  }
}

/** The row that takes the place of the one at `index`, or null. */
function nextRow(list, shown, index, here) {
  const staying = (views) => views.filter((view) => here.has(view.number)).map((view) => view.number);
  const number = neighbour(staying(shown), staying(shown.slice(0, index)).length);
  return number === null ? null : { list, number };
}

/** Clears what the colleague left behind in lists that nobody is using. */
export function tidy() {
  for (const list of ["incoming", "queue"]) {
    const holdsCurrent = ui.remains[list].some((remain) => remain.number === ui.current?.number);
    if (ui.remains[list].length && !holdsCurrent && !isPointedAt(list)) {
      ui.remains[list] = [];
      change();
    }
  }
}
