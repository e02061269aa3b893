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
const next = (seq, values) => ({ epoch: "e1", after: seq - 1, seq, ...values });

test("a change puts, drops and counts questions, and keeps the rest", () => {
  const state = reduce(
    start(),
    next(5, { put: [{ number: 3, status: "live", votes: 1 }], drop: [2], votes: { 1: 7, 9: 1 }, queue: [1] }),
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

test("the old state is not modified", () => {
  const before = start();
  const copy = structuredClone(before);
  reduce(before, next(5, { drop: [1, 2], votes: { 1: 9 }, queue: [] }));
  assert.deepEqual(before, copy);
});

test("a snapshot replaces everything", () => {
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
  ["the next change", next(5), "apply"],
  ["a change that covers several", { epoch: "e1", after: 2, seq: 7 }, "apply"],
  ["a known change", next(4), "ignore"],
  ["a change after a gap", next(6), "gap"],
  ["another epoch", { epoch: "e2", after: 4, seq: 5 }, "reset"],
  ["a snapshot", { epoch: "e2", seq: 0, reset: true }, "apply"],
  ["an older snapshot of the same epoch", { epoch: "e1", seq: 3, reset: true }, "ignore"],
]) {
  test(`verdict: ${name} → ${expected}`, () => assert.equal(verdict(start(), change), expected));
}

test("an empty state accepts only a snapshot", () => {
  assert.equal(verdict(empty(), next(1)), "reset");
  assert.equal(verdict(empty(), snapshot), "apply");
});
