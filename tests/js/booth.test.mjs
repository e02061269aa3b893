// What the booth derives from its stream: the programme, what left it and where that stood, how long a text takes to read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { departures, withDeparted } from "../../static/js/booth/departures.js";
import { readingSeconds } from "../../static/js/booth/reading.js";
import { programme } from "../../static/js/stage/program.js";

const view = (number, status) => ({ number, status, text: `Question ${number}` });
const state = (queue, ...views) => ({ queue, questions: Object.fromEntries(views.map((one) => [one.number, one])) });

const before = state([8, 3], view(5, "live"), view(2, "next"), view(3, "approved"), view(8, "approved"));

test("the programme is the live, the next and the queue in its order", () => {
  const { live, next, queue } = programme(before);
  assert.deepEqual([live.number, next.number, queue.map(({ number }) => number)], [5, 2, [8, 3]]);
});

test("a programme of nothing names nothing", () => {
  assert.deepEqual(programme({ queue: [], questions: {} }), { live: null, next: null, queue: [] });
});

test("a number in the queue whose question is not there is passed over", () => {
  assert.deepEqual(programme(state([8, 3], view(3, "approved"))).queue.map(({ number }) => number), [3]);
});

test("who left is known with the place where it stood", () => {
  const after = state([8], view(2, "live"), view(8, "approved"));
  assert.deepEqual(departures(before, after).map(({ view: { number }, part, index }) => [number, part, index]), [[5, "live", 0], [3, "approved", 1]]);
});

test("who only moved has not left", () => {
  const after = state([5, 8, 3], view(2, "live"), view(5, "approved"), view(8, "approved"), view(3, "approved"));
  assert.deepEqual(departures(before, after), []);
});

test("the departed stand struck out in their places", () => {
  const departed = [{ view: view(3, "approved"), part: "approved", index: 1 }, { view: view(5, "live"), part: "live", index: 0 }];
  const rows = withDeparted([view(8, "approved"), view(9, "approved")], departed, "approved");
  assert.deepEqual(rows.map(({ view: { number }, departed: gone }) => [number, gone]), [[8, false], [3, true], [9, false]]);
});

test("reading takes as long as speech, by letters or by ideographs, and never nothing", () => {
  assert.deepEqual([readingSeconds("x".repeat(140)), readingSeconds("谁".repeat(45)), readingSeconds("?")], [10, 10, 1]);
});
