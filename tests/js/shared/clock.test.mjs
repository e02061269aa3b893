/** Tests of the remaining and elapsed times that chairs and the organiser see. */

import assert from "node:assert/strict";
import test from "node:test";
import { elapsed, isOver, remaining } from "../../../static/js/shared/clock.js";

const ENDS = "2021-04-14T14:30:00.000Z";
const at = (minutes) => Date.parse(ENDS) - minutes * 60_000;

test("the time left is rounded up to whole minutes, and its kind names the last minutes and over time", () => {
  assert.deepEqual(remaining(ENDS, at(90.5)), { kind: "far", minutes: 91 });
  assert.deepEqual(remaining(ENDS, at(90)), { kind: "left", minutes: 90 });
  assert.deepEqual(remaining(ENDS, at(5.1)), { kind: "left", minutes: 6 });
  assert.deepEqual(remaining(ENDS, at(5)), { kind: "last", minutes: 5 });
  assert.deepEqual(remaining(ENDS, at(0.1)), { kind: "last", minutes: 1 });
  assert.deepEqual(remaining(ENDS, at(0)), { kind: "over", minutes: 0 });
  assert.deepEqual(remaining(ENDS, at(-4.9)), { kind: "over", minutes: 4 });
});

test("nothing is shown without an end, far from it, long after it, or in a closed session", () => {
  assert.equal(remaining(null, at(5)), null);
  assert.equal(remaining(ENDS, at(12 * 60 + 1)), null);
  assert.equal(remaining(ENDS, at(-180)), null);
  assert.equal(remaining(ENDS, at(5), "closed"), null);
  assert.equal(remaining(ENDS, at(5), "paused").minutes, 5);
});

test("elapsed time has minutes and two digits of seconds, and hours if it is an hour or longer", () => {
  const since = (seconds) => elapsed(ENDS, Date.parse(ENDS) + seconds * 1000);
  assert.deepEqual([0, 9, 65, 125.9, 600, 3599, 3600, 3725].map(since), [
    "0:00",
    "0:09",
    "1:05",
    "2:05",
    "10:00",
    "59:59",
    "1:00:00",
    "1:02:05",
  ]);
  assert.equal(since(-3), "0:00");
});

test("a question is over time once its limit is reached", () => {
  assert.deepEqual(
    [179, 180, 181].map((seconds) => isOver(ENDS, Date.parse(ENDS) + seconds * 1000, 3)),
    [false, true, true],
  );
  assert.equal(isOver(ENDS, Date.parse(ENDS) + 1e7, 0), false);
});
