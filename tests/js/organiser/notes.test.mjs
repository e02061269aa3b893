/* Tests of the sentence under the organiser's note. It names the chairs that have acknowledged the note. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { receipt } from "../../../static/js/organiser/notes.js";

const CHAIRS = [
  { seat: "chair.a", name: "Joyce Hakmeh" },
  { seat: "chair.b", name: "Patryk Pawlak" },
];

for (const [seats, words, isRead] of [
  [[], "not yet read by Joyce Hakmeh and Patryk Pawlak", false],
  [["chair.b"], "read by Patryk Pawlak · not yet read by Joyce Hakmeh", false],
  [["chair.b", "chair.a"], "read by Joyce Hakmeh and Patryk Pawlak", true],
]) {
  test(`acknowledged by ${seats.join(", ") || "nobody"}: ${words}`, () =>
    assert.deepEqual(receipt(seats, CHAIRS), { words, isRead }));
}
