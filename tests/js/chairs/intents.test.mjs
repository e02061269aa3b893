/** Tests that the page offers an act only in the statuses that the server's table of acts allows. */

import assert from "node:assert/strict";
import test from "node:test";
import { applies } from "../../../static/js/chairs/model/intents.js";

const STATUSES = { approve: ["pending"], move: ["approved"], decline: ["pending", "approved"] };

test("an act applies in the statuses of the table", () => {
  assert.equal(applies("decline", "approved", STATUSES), true);
  assert.equal(applies("decline", "answered", STATUSES), false);
});

test("an intent of another name applies where its act does", () => {
  for (const intent of ["approve_top", "approve_after", "select"]) {
    assert.equal(applies(intent, "pending", STATUSES), true, intent);
    assert.equal(applies(intent, "approved", STATUSES), false, intent);
  }
  for (const intent of ["to_top", "move_up", "move_down", "move_to"]) {
    assert.equal(applies(intent, "approved", STATUSES), true, intent);
    assert.equal(applies(intent, "pending", STATUSES), false, intent);
  }
});

test("an intent without an act in the table always applies", () => {
  assert.equal(applies("original", "answered", STATUSES), true);
});
