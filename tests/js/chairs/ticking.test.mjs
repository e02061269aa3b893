import assert from "node:assert/strict";
import { test } from "node:test";
import { timeText } from "../../../static/js/chairs/control/ticking.js";

const SINCE = "2027-03-01T10:00:00.000Z";
const texts = (seconds, minutes) =>
  [false, true].map((isShort) => timeText(SINCE, Date.parse(SINCE) + seconds * 1000, minutes, isShort));

test("the running time names the limit, in the short form as a time", () => {
  assert.deepEqual(texts(30, 0), ["0:30", "0:30"]);
  assert.deepEqual(texts(30, 4), ["0:30 of 4 min", "0:30 /\u00a04:00"]);
  assert.deepEqual(texts(252, 4), ["4:12, over 4 min", "4:12 /\u00a04:00"]);
});
