import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsAlike, settingsFor } from "../../../static/js/stage/sizes.js";

test("without a translation the sizes are those of the text alone", () => {
  const all = settingsFor(0);
  assert.deepEqual(
    all.map(({ size, rail }) => [size, rail]),
    [
      [12.4, true],
      [10.4, true],
      [8.8, true],
      [7.4, true],
      [6.3, true],
      [5.4, true],
      [7.4, false],
      [6.3, false],
      [5.4, false],
      [4.5, false],
    ],
  );
  assert.ok(all.every(({ at_once }) => at_once === 0));
});

test("all translations at every size before fewer, and the asked language is never the smaller", () => {
  const all = settingsFor(2);
  assert.deepEqual([...new Set(all.map(({ at_once }) => at_once))], [2, 1, 0]);
  assert.deepEqual(
    all.filter(({ at_once }) => at_once === 1).map(({ size, second, rail }) => [size, second, rail]),
    [
      [5.4, 4.5, false],
      [4.5, 4.5, false],
    ],
  );
  assert.ok(all.every(({ size, second }) => size >= second && second >= 4.5));
});

test("under the Rule all have one size, all at once before one by one, and none is below what the last row reads", () => {
  const all = settingsAlike(3);
  assert.deepEqual([...new Set(all.map(({ at_once }) => at_once))], [3, 1]);
  assert.ok(all.every(({ size, second }) => size === second && size >= 4.5));
  assert.deepEqual(all.at(-1), { size: 4.5, second: 4.5, rail: false, at_once: 1 });
  assert.ok(settingsAlike(1).every(({ at_once }) => at_once === 1));
});
