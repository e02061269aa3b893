/** Tests of the marks and bars that show the balance between groups. */

import assert from "node:assert/strict";
import test from "node:test";
import { isNotYetHeard, MOST_MARKS, parts, shares } from "../../../static/js/chairs/model/share.js";

test("the parts of a row add up to the received questions", () => {
  assert.deepEqual(parts([17, 7, 4]), { received: 17, heard: 4, half: 3, empty: 10 });
  assert.deepEqual(parts(), { received: 0, heard: 0, half: 0, empty: 0 });
});

test("not yet heard: questions came, none was heard, and the key names a group", () => {
  assert.equal(isNotYetHeard("media", [2, 1, 0]), true);
  assert.equal(isNotYetHeard("media", [2, 1, 1]), false);
  assert.equal(isNotYetHeard("media", [0, 0, 0]), false);
  assert.equal(isNotYetHeard("media"), false);
  for (const key of ["other", "undisclosed", "und"]) assert.equal(isNotYetHeard(key, [2, 0, 0]), false);
});

test("rows stay in the given order, and all rows become bars if a row is too long", () => {
  const result = shares(["b", "a"], { a: [MOST_MARKS, 0, 0], b: [1, 1, 1] });
  assert.deepEqual(
    result.rows.map((row) => row.key),
    ["b", "a"],
  );
  assert.deepEqual([result.asBars, result.received, result.heard], [false, MOST_MARKS + 1, 1]);
  assert.equal(shares(["a", "b"], { a: [MOST_MARKS + 1, 0, 0] }).asBars, true);
});
