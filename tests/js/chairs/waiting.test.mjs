/** Tests that an accepted act counts as waiting until the chairs' stream has brought its change. */

import assert from "node:assert/strict";
import test from "node:test";
import { awaitedBy, hasArrived } from "../../../static/js/chairs/model/waiting.js";

test("an accepted act waits for its sequence number in the chairs' stream", () => {
  const awaited = awaitedBy({ ok: true, already: false, seq: { chairs: 42 } }, "e1");
  assert.deepEqual(awaited, { epoch: "e1", seq: 42 });
  assert.equal(hasArrived(awaited, { epoch: "e1", seq: 41 }), false);
  assert.equal(hasArrived(awaited, { epoch: "e1", seq: 42 }), true);
  assert.equal(hasArrived(awaited, { epoch: "e1", seq: 50 }), true);
});

test("a new epoch ends the wait", () => {
  const awaited = awaitedBy({ ok: true, seq: { chairs: 42 } }, "e1");
  assert.equal(hasArrived(awaited, { epoch: "e2", seq: 7 }), true);
});

test("an answer without the chairs' sequence number ends the wait immediately", () => {
  for (const answer of [
    { ok: true, already: true },
    { ok: true, already: false },
    { ok: true, seq: { stage: 9 } },
  ]) {
    assert.equal(hasArrived(awaitedBy(answer, "e1"), { epoch: "e1", seq: 1 }), true);
  }
});
