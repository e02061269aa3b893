/** The content and the order of each list of the dashboard. Pure. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

/**
 * A remain: the place of a row that the other chair or the asker removed. It prevents the rows below from moving.
 * @typedef {object} Remain
 * @property {number} number
 * @property {number} index its position among the rows and remains of its list, from 0
 * @property {ChairsQuestion} view the question as it was last shown
 * @property {string} sentence the reason why the row left; empty until the reason is known
 */

/**
 * An entry of a list: a question, or a remain.
 * @typedef {{number: number, view: ChairsQuestion, remain?: undefined}
 *   | {number: number, view?: undefined, remain: Remain}} Item
 */

/**
 * Return the questions that wait for a decision, lowest number first.
 * @param {ChairsState} state
 */
export function pendingViews(state) {
  return Object.values(state.questions)
    .filter((view) => view.status === "pending")
    .sort((a, b) => a.number - b.number);
}

/**
 * Return the approved questions in the order of the queue.
 * @param {ChairsState} state
 */
export function queueViews(state) {
  return state.queue.map((number) => state.questions[number]).filter(Boolean);
}

/**
 * Return the only question with this status (`live` or `next`), or null.
 * @param {ChairsState} state
 * @param {StatusName} status
 */
export function uniqueView(state, status) {
  return Object.values(state.questions).find((view) => view.status === status) ?? null;
}

/**
 * Split pending questions into those on the screen and those that wait for the button "Show 3 new".
 * @param {ChairsQuestion[]} views
 * @param {Set<number>} admitted numbers that are already on the screen
 * @param {boolean} holding false: no question waits
 */
export function holdBack(views, admitted, holding) {
  if (!holding) return { shown: views, waiting: [] };
  return {
    shown: views.filter((view) => admitted.has(view.number)),
    waiting: views.filter((view) => !admitted.has(view.number)),
  };
}

/**
 * Insert the remains among the rows, each at its index. A remain is left out if its question is in the list again.
 * @param {ChairsQuestion[]} views
 * @param {Remain[]} remains
 */
export function withRemains(views, remains) {
  /** @type {Item[]} */
  const items = views.map((view) => ({ number: view.number, view }));
  const listed = new Set(views.map((view) => view.number));
  for (const remain of [...remains].sort((a, b) => a.index - b.index)) {
    if (listed.has(remain.number)) continue;
    items.splice(Math.min(remain.index, items.length), 0, { number: remain.number, remain });
  }
  return items;
}

/**
 * Return the effect of `advance` in this state, as question numbers; null means no question.
 * `seen` is the body of the command. `possible` is false when no question could move.
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
 * Return the field `after` for a `move` by some places. The question stops at the end of the queue. Return null if the
 * question is not in the queue or is already at that end.
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
 * Return the field `after` of the `move` that drops a question on the row of `target`: the question takes that row's
 * place. Return null if nothing would move.
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
 * Return the number to focus after the row at `index` has left: the row now at that index, else the last row, else
 * null.
 * @param {number[]} numbers
 * @param {number} index
 */
export function neighbour(numbers, index) {
  if (!numbers.length) return null;
  return numbers[Math.min(index, numbers.length - 1)];
}
