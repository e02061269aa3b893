import assert from "node:assert/strict";
import test from "node:test";
import { lengthWords } from "../../../static/js/about/length-words.js";

test("a length of time has its two largest units", () => {
  const words = [1, 59, 60, 61, 3599, 3600, 3601, 15300, 86400, 90061, 86400 * 3 + 60].map((n) => lengthWords(n, "en"));
  assert.deepEqual(words, [
    "1 sec",
    "59 sec",
    "1 min",
    "2 min",
    "1 hr",
    "1 hr",
    "1 hr 1 min",
    "4 hr 15 min",
    "1 day",
    "1 day 1 hr",
    "3 days",
  ]);
});

test("the units are in the language of the page, the digits are Western", () => {
  assert.deepEqual(
    ["fr", "es", "ru", "zh", "ar"].map((lang) => lengthWords(15300, lang).replace(/\s/g, " ")),
    ["4 h 15 min", "4 h 15 min", "4 ч 15 мин", "4小时15分钟", "4 س و15 د"],
  );
});
