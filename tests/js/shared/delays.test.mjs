/*
 * Tests that the delays of automatic requests are random. Otherwise all phones would send requests at the same moment.
 */
import assert from "node:assert/strict";
import { test } from "node:test";

import { delays } from "../../../static/js/shared/stream/delays.js";

const RANGES = { reconnect: [0, 5000], silence: [25_000, 30_000], beforePolling: [5000, 8000], poll: [2250, 3750] };

for (const [name, [least, most]] of Object.entries(RANGES)) {
  test(`${name} is uniform from ${least} to ${most} ms`, () => {
    for (const share of [0, 0.25, 0.5, 1]) assert.equal(delays(() => share)[name](), least + share * (most - least));
  });
}

test("a hidden page polls five times as rarely", () => {
  for (const share of [0, 0.5, 1]) assert.equal(delays(() => share).poll(true), 5 * delays(() => share).poll(false));
});
