// What the booth derives from its stream: the programme, what left it and where that stood, what is new, how long a text takes to read.
import assert from "node:assert/strict";
import { test } from "node:test";

import { changes } from "../../../static/js/booth/changes.js";
import { departures, withDeparted } from "../../../static/js/booth/departures.js";
import { readingSeconds } from "../../../static/js/booth/reading.js";
import { programme } from "../../../static/js/shared/program.js";

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
  assert.deepEqual(
    programme(state([8, 3], view(3, "approved"))).queue.map(({ number }) => number),
    [3],
  );
});

test("who left is known with the place where it stood", () => {
  const after = state([8], view(2, "live"), view(8, "approved"));
  assert.deepEqual(
    departures(before, after).map(({ view: { number }, part, index }) => [number, part, index]),
    [
      [5, "live", 0],
      [3, "approved", 1],
    ],
  );
});

test("one that is asked with another now is known by the one that speaks for more than before", () => {
  const after = state([8], view(5, "live"), view(2, "next"), { ...view(8, "approved"), merged: { count: 1 } });
  assert.deepEqual(
    departures(before, after).map(({ view: { number }, into }) => [number, into]),
    [[3, 8]],
  );
  const unsure = state([8], { ...view(5, "live"), merged: { count: 1 } }, view(2, "next"), {
    ...view(8, "approved"),
    merged: { count: 1 },
  });
  assert.deepEqual(
    departures(before, unsure).map(({ into }) => into),
    [null],
  );
});

test("who only moved has not left", () => {
  const after = state([5, 8, 3], view(2, "live"), view(5, "approved"), view(8, "approved"), view(3, "approved"));
  assert.deepEqual(departures(before, after), []);
});

test("the departed stand struck out in their places", () => {
  const departed = [
    { view: view(3, "approved"), part: "approved", index: 1, into: 8 },
    { view: view(5, "live"), part: "live", index: 0 },
  ];
  const rows = withDeparted([view(8, "approved"), view(9, "approved")], departed, "approved");
  assert.deepEqual(
    rows.map(({ view: { number }, departed: gone, into }) => [number, gone, into]),
    [
      [8, false, undefined],
      [3, true, 8],
      [9, false, undefined],
    ],
  );
});

const told = (then, now) =>
  changes({ settings: {}, ...then }, { settings: {}, ...now }, "en").map(({ part, number, what }) => [
    part,
    number,
    what,
  ]);
const inEnglish = (one, text, source = "machine") => ({
  ...one,
  language: "es",
  translations: { en: { state: "done", text, source } },
});

test("another Now and another Next have come, and nobody follows where nothing is left", () => {
  assert.deepEqual(told(before, state([8, 3], view(2, "live"), view(3, "approved"), view(8, "approved"))), [
    ["live", 2, "came"],
    ["next", null, "empty"],
  ]);
});

test("nothing is said where nothing moved, nor of the order of the queue, nor of who left it", () => {
  assert.deepEqual(told(before, before), []);
  assert.deepEqual(told(before, { ...before, queue: [3, 8] }), []);
  assert.deepEqual(told(before, state([8], view(5, "live"), view(2, "next"), view(8, "approved"))), []);
});

test("who enters the queue is new there, and one put back too", () => {
  const after = state(
    [8, 3, 9],
    view(5, "live"),
    view(2, "next"),
    view(3, "approved"),
    view(8, "approved"),
    view(9, "approved"),
  );
  assert.deepEqual(told(before, after), [["approved", 9, "came"]]);
});

test("other words, a translation that came, one corrected by hand", () => {
  const spoken = (one) => state([], { ...one, status: "live" });
  const asked = { ...view(5, "live"), language: "es" };
  assert.deepEqual(told(spoken(asked), spoken({ ...asked, text: "Clearer" })), [["live", 5, "wording"]]);
  assert.deepEqual(told(spoken(asked), spoken(inEnglish(asked, "By machine"))), [["live", 5, "translated"]]);
  assert.deepEqual(told(spoken(inEnglish(asked, "By machine")), spoken(inEnglish(asked, "By hand", "chair"))), [
    ["live", 5, "corrected"],
  ]);
  assert.deepEqual(told(spoken(inEnglish(asked, "Same")), spoken(inEnglish(asked, "Same"))), []);
});

test("in the queue a machine's translation is no news, one corrected by hand is", () => {
  const queued = (one) => state([3], { ...one, status: "approved" });
  const asked = { ...view(3, "approved"), language: "es" };
  assert.deepEqual(told(queued(asked), queued(inEnglish(asked, "By machine"))), []);
  assert.deepEqual(told(queued(asked), queued(inEnglish(asked, "By hand", "booth"))), [["approved", 3, "corrected"]]);
});

test("an emptied screen and a screen that shows again are told", () => {
  const cleared = { ...before, settings: { screen_cleared: true } };
  assert.deepEqual(told(before, cleared), [["screen", null, "cleared"]]);
  assert.deepEqual(told(cleared, before), [["screen", null, "restored"]]);
});

test("reading takes as long as speech, by letters or by ideographs, and never nothing", () => {
  assert.deepEqual(
    [readingSeconds("x".repeat(140)), readingSeconds("谁".repeat(45)), readingSeconds("?")],
    [10, 10, 1],
  );
});
