/* Tests of the text that asks the organiser to confirm an early opening of the session. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { earlyOpening } from "../../../static/js/organiser/times.js";

const HOUR = 3_600_000;
const after = (hours) => new Date(Date.now() + hours * HOUR + 60_000).toISOString();

for (const [hours, distance] of [
  [2, "in 2 hours"],
  [47, "in 47 hours"],
  [72, "in 3 days"],
]) {
  test(`${hours} hours before the start: ${distance}`, () =>
    assert.match(
      earlyOpening(after(hours)),
      new RegExp(`^The session starts on .+ at \\d\\d:\\d\\d.* \\(${distance}\\)\\. Open it now\\?$`),
    ));
}

for (const [name, starts] of [
  ["less than an hour before the start", after(0.9)],
  ["after the start", after(-5)],
  ["without a start", null],
])
  test(`${name}: no question`, () => assert.equal(earlyOpening(starts), ""));
