import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf } from "../../../static/js/stage/askers.js";
import { onScreen, programme } from "../../../static/js/shared/programme.js";

const KEYS = ["government", "igo", "civil_society", "undisclosed"];

test("all groups of the askers, once each, in the fixed order", () => {
  assert.deepEqual(
    groupsOf({ group: "civil_society", merged: { count: 3, groups: ["civil_society", "government"] } }, KEYS),
    ["government", "civil_society"],
  );
  assert.deepEqual(groupsOf({ group: "igo", merged: null }, KEYS), ["igo"]);
});

test("the group `undisclosed` appears only alone", () => {
  assert.deepEqual(groupsOf({ group: "undisclosed", merged: { count: 1, groups: ["igo", "undisclosed"] } }, KEYS), [
    "igo",
  ]);
  assert.deepEqual(groupsOf({ group: "undisclosed", merged: { count: 1, groups: ["undisclosed"] } }, KEYS), [
    "undisclosed",
  ]);
});

test("no groups where they are hidden", () => assert.deepEqual(groupsOf({ merged: { count: 2 } }, KEYS), []));

test("a cleared screen shows no question, and the live question stays live", () => {
  const questions = {
    1: { number: 1, status: "live" },
    2: { number: 2, status: "next" },
    3: { number: 3, status: "approved" },
  };
  const cleared = { questions, queue: [3], settings: { screen_cleared: true } };
  assert.deepEqual(onScreen(cleared), { live: null, next: null, queue: [] });
  assert.deepEqual(programme(cleared), { live: questions[1], next: questions[2], queue: [questions[3]] });
  assert.deepEqual(onScreen({ ...cleared, settings: { screen_cleared: false } }), programme(cleared));
});
