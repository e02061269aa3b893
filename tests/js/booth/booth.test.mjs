/* Tests of the values that the booth computes from its stream.

   These are the programme, the questions that have just left the stream (shown at their former places), the changes,
   and the reading times. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { changes } from "../../../static/js/booth/changes.js";
import { departures, withDeparted } from "../../../static/js/booth/departures.js";
import { readingSeconds } from "../../../static/js/booth/reading.js";
import { programme } from "../../../static/js/shared/programme.js";

const view = (number, status) => ({ number, status, text: `Question ${number}` });
const state = (queue, ...views) => ({
  queue,
  questions: Object.fromEntries(views.map((question) => [question.number, question])),
});

const before = state([8, 3], view(5, "live"), view(2, "next"), view(3, "approved"), view(8, "approved"));

test("the programme is the live question, the next question and the queue in order", () => {
  const { live, next, queue } = programme(before);
  assert.deepEqual([live.number, next.number, queue.map(({ number }) => number)], [5, 2, [8, 3]]);
});

test("an empty state has an empty programme", () => {
  assert.deepEqual(programme({ queue: [], questions: {} }), { live: null, next: null, queue: [] });
});

test("a number in the queue without a question is skipped", () => {
  assert.deepEqual(
    programme(state([8, 3], view(3, "approved"))).queue.map(({ number }) => number),
    [3],
  );
});

test("a departed question is known with its former place", () => {
  const after = state([8], view(2, "live"), view(8, "approved"));
  assert.deepEqual(
    departures(before, after).map(({ view: { number }, part, index }) => [number, part, index]),
    [
      [5, "live", 0],
      [3, "approved", 1],
    ],
  );
});

test("a merged question is known by the lead that has more merged questions than before", () => {
  const after = state([8], view(5, "live"), view(2, "next"), { ...view(8, "approved"), merged: { count: 1 } });
  assert.deepEqual(
    departures(before, after).map(({ view: { number }, into }) => [number, into]),
    [[3, 8]],
  );
  const ambiguous = state([8], { ...view(5, "live"), merged: { count: 1 } }, view(2, "next"), {
    ...view(8, "approved"),
    merged: { count: 1 },
  });
  assert.deepEqual(
    departures(before, ambiguous).map(({ into }) => into),
    [null],
  );
});

test("a question that only moved has not departed", () => {
  const after = state([5, 8, 3], view(2, "live"), view(5, "approved"), view(8, "approved"), view(3, "approved"));
  assert.deepEqual(departures(before, after), []);
});

test("departed questions are in their former places", () => {
  const departed = [
    { view: view(3, "approved"), part: "approved", index: 1, into: 8 },
    { view: view(5, "live"), part: "live", index: 0 },
  ];
  const rows = withDeparted([view(8, "approved"), view(9, "approved")], departed, "approved");
  assert.deepEqual(
    rows.map(({ view: { number }, isDeparted, into }) => [number, isDeparted, into]),
    [
      [8, false, undefined],
      [3, true, 8],
      [9, false, undefined],
    ],
  );
});

const changesOf = (old, present) =>
  changes({ settings: {}, ...old }, { settings: {}, ...present }, "en").map(({ part, number, kind }) => [
    part,
    number,
    kind,
  ]);
const inEnglish = (question, text, source = "machine") => ({
  ...question,
  language: "es",
  translations: { en: { state: "done", text, source } },
});

test("another Now and another Next came, or the part is empty", () => {
  assert.deepEqual(changesOf(before, state([8, 3], view(2, "live"), view(3, "approved"), view(8, "approved"))), [
    ["live", 2, "came"],
    ["next", null, "empty"],
  ]);
});

test("no change without a move, for the order of the queue, or for a question that left it", () => {
  assert.deepEqual(changesOf(before, before), []);
  assert.deepEqual(changesOf(before, { ...before, queue: [3, 8] }), []);
  assert.deepEqual(changesOf(before, state([8], view(5, "live"), view(2, "next"), view(8, "approved"))), []);
});

test("a question that enters the queue is new, even if it was put back", () => {
  const after = state(
    [8, 3, 9],
    view(5, "live"),
    view(2, "next"),
    view(3, "approved"),
    view(8, "approved"),
    view(9, "approved"),
  );
  assert.deepEqual(changesOf(before, after), [["approved", 9, "came"]]);
});

test("a new wording, a new translation and a correction by hand are changes", () => {
  const live = (question) => state([], { ...question, status: "live" });
  const asked = { ...view(5, "live"), language: "es" };
  assert.deepEqual(changesOf(live(asked), live({ ...asked, text: "Clearer" })), [["live", 5, "wording"]]);
  assert.deepEqual(changesOf(live(asked), live(inEnglish(asked, "By machine"))), [["live", 5, "translated"]]);
  assert.deepEqual(changesOf(live(inEnglish(asked, "By machine")), live(inEnglish(asked, "By hand", "chair"))), [
    ["live", 5, "corrected"],
  ]);
  assert.deepEqual(changesOf(live(inEnglish(asked, "Same")), live(inEnglish(asked, "Same"))), []);
});

test("in the queue a machine translation is no change, but a correction by hand is", () => {
  const queued = (question) => state([3], { ...question, status: "approved" });
  const asked = { ...view(3, "approved"), language: "es" };
  assert.deepEqual(changesOf(queued(asked), queued(inEnglish(asked, "By machine"))), []);
  assert.deepEqual(changesOf(queued(asked), queued(inEnglish(asked, "By hand", "booth"))), [
    ["approved", 3, "corrected"],
  ]);
});

test("clearing and restoring the screen are changes", () => {
  const cleared = { ...before, settings: { screen_cleared: true } };
  assert.deepEqual(changesOf(before, cleared), [["screen", null, "cleared"]]);
  assert.deepEqual(changesOf(cleared, before), [["screen", null, "restored"]]);
});

test("the reading time depends on letters or ideographs, and is at least one second", () => {
  assert.deepEqual(
    [readingSeconds("x".repeat(140)), readingSeconds("谁".repeat(45)), readingSeconds("?")],
    [10, 10, 1],
  );
});
