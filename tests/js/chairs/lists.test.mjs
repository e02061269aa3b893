/** Tests of the content and the order of the chairs' lists. */

import assert from "node:assert/strict";
import test from "node:test";
import {
  advancePlan,
  afterDrop,
  afterSteps,
  holdBack,
  neighbour,
  pendingViews,
  queueViews,
  uniqueView,
} from "../../../static/js/chairs/model/lists.js";

const view = (number, status) => ({ number, status });
const stateOf = (views, queue = []) => ({
  questions: Object.fromEntries(views.map((question) => [question.number, question])),
  queue,
});
const numbers = (views) => views.map((question) => question.number);

test("pending questions come oldest first", () => {
  const state = stateOf([view(12, "pending"), view(3, "pending"), view(7, "approved"), view(9, "pending")], [7]);
  assert.deepEqual(numbers(pendingViews(state)), [3, 9, 12]);
});

test("pending questions with random numbers come in the order of arrival", () => {
  const at = (number, second) => ({ ...view(number, "pending"), asked_at: `2026-05-14T10:00:0${second}.000Z` });
  const state = stateOf([at(1204, 3), at(9310, 1), at(4411, 2), at(4005, 2)]);
  assert.deepEqual(numbers(pendingViews(state)), [9310, 4005, 4411, 1204]);
});

test("the queue keeps its order and leaves out missing questions", () => {
  const state = stateOf([view(7, "approved"), view(3, "approved")], [7, 5, 3]);
  assert.deepEqual(numbers(queueViews(state)), [7, 3]);
});

test("the live question is found, or null", () => {
  assert.equal(uniqueView(stateOf([view(1, "pending")]), "live"), null);
  assert.equal(uniqueView(stateOf([view(1, "pending"), view(2, "live")]), "live").number, 2);
});

test("held back: new questions wait, admitted questions stay", () => {
  const views = [view(1), view(2), view(3)];
  const { shown, waiting } = holdBack(views, new Set([1, 3]), true);
  assert.deepEqual([numbers(shown), numbers(waiting)], [[1, 3], [2]]);
  assert.deepEqual(holdBack(views, new Set(), false), { shown: views, waiting: [] });
});

const plans = [
  [
    "next goes live, the top of the queue is next",
    [view(1, "live"), view(2, "next"), view(3, "approved")],
    [3],
    { answered: 1, live: 2, next: 3 },
  ],
  [
    "without next the top goes live and the second is next",
    [view(3, "approved"), view(4, "approved")],
    [3, 4],
    { answered: null, live: 3, next: 4 },
  ],
  ["the last question leaves an empty screen", [view(1, "live")], [], { answered: 1, live: null, next: null }],
];
for (const [name, views, queue, expected] of plans) {
  test(`advance: ${name}`, () => {
    const { answered, live, next, possible } = advancePlan(stateOf(views, queue));
    assert.deepEqual({ answered, live, next }, expected);
    assert.equal(possible, true);
  });
}

test("the plan of advance has the numbers that the chair saw, and says whether anything can move", () => {
  assert.deepEqual(advancePlan(stateOf([view(1, "live"), view(2, "next")])).seen, { live: 1, next: 2 });
  assert.equal(advancePlan(stateOf([view(1, "pending")])).possible, false);
});

test("a step up or down names the question before the new place", () => {
  const queue = [7, 3, 12];
  assert.equal(afterSteps(queue, 3, -1), 0);
  assert.equal(afterSteps(queue, 12, -1), 7);
  assert.equal(afterSteps(queue, 7, 1), 3);
  assert.equal(afterSteps(queue, 7, -1), null);
  assert.equal(afterSteps(queue, 12, 1), null);
  assert.equal(afterSteps(queue, 99, 1), null);
});

test("several steps end at the end of the queue", () => {
  const queue = [7, 3, 12, 5];
  assert.equal(afterSteps(queue, 7, 2), 12);
  assert.equal(afterSteps(queue, 5, -2), 7);
  assert.equal(afterSteps(queue, 3, 9), 5);
  assert.equal(afterSteps(queue, 12, -9), 0);
  assert.equal(afterSteps(queue, 3, 0), null);
});

test("a drop takes the place of its target from either side", () => {
  const queue = [7, 3, 12];
  assert.equal(afterDrop(queue, 7, 12), 12);
  assert.equal(afterDrop(queue, 12, 7), 0);
  assert.equal(afterDrop(queue, 12, 3), 7);
  assert.equal(afterDrop(queue, 3, 3), null);
  assert.equal(afterDrop(queue, 99, 3), null);
});

test("the neighbour of a row that left is the row now in its place, else the last row", () => {
  assert.equal(neighbour([1, 3], 1), 3);
  assert.equal(neighbour([1, 3], 2), 3);
  assert.equal(neighbour([], 0), null);
});
