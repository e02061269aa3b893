/** The content and the order of each list of the dashboard. Pure. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

/**
 * An entry of a list. If the question is in the list, `view` is the question. If the question has left the list, but
 * its editor is still open, the entry keeps a row for the editor. `view` is then undefined, and `left` is the question
 * as last seen in the list.
 * @typedef {{number: number, view: ChairsQuestion, left?: undefined} | {number: number, view?: undefined, left:
 *   ChairsQuestion}} Item
 */

/**
 * Return the questions that wait for a decision, in the order of arrival. Compare the times first, because numbers are
 * random under the Chatham House Rule.
 * @param {ChairsState} state
 */
export function pendingViews(state) {
  return Object.values(state.questions)
    .filter((view) => view.status === "pending")
    .sort((a, b) => (a.asked_at < b.asked_at ? -1 : a.asked_at > b.asked_at ? 1 : a.number - b.number));
}

/**
 * Return the approved questions in the order of the queue.
 * @param {ChairsState} state
 */
export function queueViews(state) {
  return state.queue.map((number) => state.questions[number]).filter(Boolean);
}

/**
 * Return the question with the status `live` or `next`. At most one question has this status. If there is none, return
 * null.
 * @param {ChairsState} state
 * @param {StatusName} status
 */
export function uniqueView(state, status) {
  return Object.values(state.questions).find((view) => view.status === status) ?? null;
}

/**
 * Split pending questions: those that the page shows, and those that wait for the button "Show … new".
 * @param {ChairsQuestion[]} views
 * @param {Set<number>} admitted the numbers of the questions that the page already shows
 * @param {boolean} holding whether new questions wait for the button
 */
export function holdBack(views, admitted, holding) {
  if (!holding) return { shown: views, waiting: [] };
  return {
    shown: views.filter((view) => admitted.has(view.number)),
    waiting: views.filter((view) => !admitted.has(view.number)),
  };
}

/**
 * Return the effect of `advance` in this state. `answered`, `live` and `next`: the number of the question that has this
 * status after the act, or null. `seen`: the body of the command. `possible`: false if no question would get another
 * status.
 * @param {ChairsState} state
 */
export function advancePlan(state) {
  const live = uniqueView(state, "live")?.number ?? null;
  const next = uniqueView(state, "next")?.number ?? null;
  const waiting = [...state.queue];
  const toLive = next ?? waiting.shift() ?? null;
  const toNext = waiting[0] ?? null;
  return {
    seen: { live, next },
    answered: live,
    live: toLive,
    next: toNext,
    possible: live !== null || toLive !== null,
  };
}

/**
 * Return the field `after` of the command `move` for a move by `places`. The move stops at the first or last place of
 * the queue. If the question is not in the queue or would keep its place, return null.
 * @param {number[]} queue
 * @param {number} number
 * @param {number} places positive: down; negative: up
 */
export function afterSteps(queue, number, places) {
  const place = queue.indexOf(number);
  const target = Math.max(0, Math.min(place + places, queue.length - 1));
  if (place < 0 || target === place) return null;
  if (target > place) return queue[target];
  return target === 0 ? 0 : queue[target - 1];
}

/**
 * Return the field `after` of the command `move` for a question that is dropped on the row of `target`. The question
 * takes the place of this row. If the queue would not change, return null.
 * @param {number[]} queue
 * @param {number} number
 * @param {number} target
 */
export function afterDrop(queue, number, target) {
  const from = queue.indexOf(number);
  const to = queue.indexOf(target);
  if (from < 0 || to < 0 || from === to) return null;
  if (from < to) return target;
  return to === 0 ? 0 : queue[to - 1];
}

/**
 * Return the question number of the row to focus after the row at `index` has left the list. This is the row that is
 * now at `index`, or else the last row. If the list is empty, return null.
 * @param {number[]} numbers
 * @param {number} index
 */
export function neighbour(numbers, index) {
  if (!numbers.length) return null;
  return numbers[Math.min(index, numbers.length - 1)];
}
