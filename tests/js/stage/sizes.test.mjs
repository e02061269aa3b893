import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsFor, unmarkedSettings } from "../../../static/js/stage/sizes.js";

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
  assert.ok(all.every(({ atOnce }) => atOnce === 0));
});

test("all translations come before fewer, and the question as asked is never smaller", () => {
  const all = settingsFor(2);
  assert.deepEqual([...new Set(all.map(({ atOnce }) => atOnce))], [2, 1, 0]);
  assert.deepEqual(
    all.filter(({ atOnce }) => atOnce === 1).map(({ size, second, rail }) => [size, second, rail]),
    [
      [5.4, 4.5, false],
      [4.5, 4.5, false],
    ],
  );
  assert.ok(all.every(({ size, second }) => size >= second && second >= 4.5));
});

test("three translations are shown together or in turn", () => {
  const all = settingsFor(3);
  assert.deepEqual([...new Set(all.map(({ atOnce }) => atOnce))], [3, 1, 0]);
  assert.deepEqual(all[0], { size: 10.4, second: 7.4, rail: true, atOnce: 3 });
  assert.ok(all.every(({ size, second }) => size >= second && second >= 4.5));
});

test("under the Rule all texts have the same size of at least 4.5, and settings with all texts come before settings with one", () => {
  const all = unmarkedSettings(3);
  assert.deepEqual([...new Set(all.map(({ atOnce }) => atOnce))], [3, 1]);
  assert.ok(all.every(({ size, second }) => size === second && size >= 4.5));
  assert.deepEqual(all.at(-1), { size: 4.5, second: 4.5, rail: false, atOnce: 1 });
  assert.ok(unmarkedSettings(1).every(({ atOnce }) => atOnce === 1));
});
