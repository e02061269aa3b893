import assert from "node:assert/strict";
import { test } from "node:test";
import { empty, reduce, verdict } from "../../../static/js/shared/stream/reducer.js";

const snapshot = {
  epoch: "e1",
  seq: 4,
  at: "2021-04-14T13:00:00.000Z",
  reset: true,
  queue: [2, 1],
  settings: { phase: "open" },
  put: [
    { number: 1, status: "approved", votes: 3 },
    { number: 2, status: "approved", votes: 0 },
  ],
};
const start = () => reduce(empty(), snapshot);
const live = (seq, more) => ({ epoch: "e1", after: seq - 1, seq, ...more });

test("a change puts, drops, counts and leaves the rest", () => {
  const state = reduce(
    start(),
    live(5, { put: [{ number: 3, status: "live", votes: 1 }], drop: [2], votes: { 1: 7, 9: 1 }, queue: [1] }),
  );
  assert.deepEqual(state, {
    epoch: "e1",
    seq: 5,
    at: snapshot.at,
    queue: [1],
    counts: null,
    notes: [],
    settings: { phase: "open" },
    questions: { 1: { number: 1, status: "approved", votes: 7 }, 3: { number: 3, status: "live", votes: 1 } },
  });
});

test("the old state is left as it was", () => {
  const before = start();
  const copy = structuredClone(before);
  reduce(before, live(5, { drop: [1, 2], votes: { 1: 9 }, queue: [] }));
  assert.deepEqual(before, copy);
});

test("a snapshot forgets everything first", () => {
  const state = reduce(start(), {
    epoch: "e2",
    seq: 1,
    at: "x",
    reset: true,
    put: [],
    queue: [],
    settings: { phase: "closed" },
    notes: [],
  });
  assert.deepEqual(state, {
    epoch: "e2",
    seq: 1,
    at: "x",
    questions: {},
    queue: [],
    counts: null,
    settings: { phase: "closed" },
    notes: [],
  });
});

for (const [name, change, expected] of [
  ["the next", live(5), "apply"],
  ["one that covers more", { epoch: "e1", after: 2, seq: 7 }, "apply"],
  ["a known one", live(4), "ignore"],
  ["one beyond a hole", live(6), "hole"],
  ["another epoch", { epoch: "e2", after: 4, seq: 5 }, "reset"],
  ["a snapshot", { epoch: "e2", seq: 0, reset: true }, "apply"],
  ["an older snapshot of the same epoch", { epoch: "e1", seq: 3, reset: true }, "ignore"],
]) {
  test(`verdict: ${name} → ${expected}`, () => assert.equal(verdict(start(), change), expected));
}

test("an empty state takes nothing but a snapshot", () => {
  assert.equal(verdict(empty(), live(1)), "reset");
  assert.equal(verdict(empty(), snapshot), "apply");
});
