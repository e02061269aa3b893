/**
 * Tests of a list with a steady row. A person is writing in this row, so it must not move.
 *
 * The list is drawn twice if a row crosses the steady row, or if some rows join the list while others leave it. The
 * first drawing leaves out the rows that join or cross. The second drawing contains all rows.
 */

import assert from "node:assert/strict";
import test from "node:test";
import { drawnNow, mustDrawAgain, steadyRows } from "../../../static/js/shared/steady-rows.js";

for (const [last, keys, drawn] of [
  ["1 2 3", "1 2 3", "1 2 3"],
  ["1 2 3", "1 2 3 4", "1 2 3 4"], // a row joins, and no row leaves
  ["1 2 3", "2 3", "2 3"],
  ["1 2", "2 4", "2"], // a row leaves and another row joins
  ["1 2 3", "2 1 3", "2 3"], // row 1 crosses the steady row
  ["3 1 2", "1 3 2", "1 3 2"], // two rows before the steady row change places
  ["1 3", "3 1", "3 1"], // the steady row is not in the list
]) {
  test(`${last} becomes ${keys}: ${drawn}`, () => {
    assert.deepEqual(drawnNow(last.split(" "), keys.split(" "), "2"), drawn.split(" "));
  });
}

test("rows that only leave need no second drawing", () => {
  const draw = steadyRows(String);
  draw(["1", "2", "3"], null);
  assert.deepEqual(draw(["2", "3"], "2"), ["2", "3"]);
  assert.equal(mustDrawAgain(), false);
});

test("the second drawing contains all rows", () => {
  const draw = steadyRows(String);
  assert.deepEqual(draw(["1", "2", "3"], null), ["1", "2", "3"]);
  assert.equal(mustDrawAgain(), false);
  assert.deepEqual(draw(["2", "1", "4"], "2"), ["2"]);
  assert.equal(mustDrawAgain(), true);
  assert.deepEqual(draw(["2", "1", "4"], "2"), ["2", "1", "4"]);
  assert.equal(mustDrawAgain(), false);
});
