import assert from "node:assert/strict";
import test from "node:test";
import { contrast, ratios } from "../../../static/js/setup/contrast.js";

test("the contrast is that of moderation/core/colour.py", () => {
  const pairs = [
    ["#000000", "#FFFFFF", 21],
    ["#777777", "#FFFFFF", 4.48],
    ["#00586B", "#FAF7F0", 7.53],
    ["#abcdef", "#ABCDEF", 1],
  ];
  for (const [first, second, expected] of pairs)
    assert.equal(Math.round(contrast(first, second) * 100) / 100, expected);
});

test("a colour has a contrast as a link and under the text of a button", () => {
  const { link, button } = ratios("#2FA3B5");
  assert.deepEqual([link.toFixed(2), button.toFixed(2)], ["2.55", "2.99"]);
  const { link: least } = ratios("#037786");
  assert.ok(least >= 4.5);
});

test("another text has no contrast", () => {
  for (const text of ["", "#FFF", "00586B", "#00586G", "#00586B0"]) assert.equal(ratios(text), null);
});
