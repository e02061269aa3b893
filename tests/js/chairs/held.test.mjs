/** Tests of `isLeaving`. It is true while an act is under way that removes the question from its list. */

import assert from "node:assert/strict";
import test from "node:test";
import { LateServer, ui } from "./dashboard.mjs";

const { isLeaving } = await import("../../../static/js/chairs/control/held.js");
const { send } = await import("../../../static/js/chairs/control/send.js");

/**
 * @param {string} act
 * @param {string} status
 */
async function isLeavingDuring(act, status) {
  const server = new LateServer([1, 2]);
  ui.state.questions[1] = { number: 1, status };
  send(act, { number: 1 }, [1]);
  const before = isLeaving(1);
  await server.settled(); // The answer to the act has arrived; the change of the chairs' stream has not.
  assert.equal(isLeaving(1), before);
  server.deliver();
  assert.equal(isLeaving(1), false);
  return before;
}

test("a release removes its question from the list of questions that wait", async () => {
  assert.equal(await isLeavingDuring("release_kind", "pending"), true);
  assert.equal(await isLeavingDuring("move", "approved"), false);
});

test("a mute removes a pending question only", async () => {
  assert.equal(await isLeavingDuring("mute", "pending"), true);
  assert.equal(await isLeavingDuring("mute", "approved"), false);
});

test("a mute removes a question that waits for release", async () => {
  new LateServer([2]);
  ui.older = { status: "held", questions: [{ number: 1, status: "pending", held: true }] };
  send("mute", { number: 1 }, [1]);
  assert.equal(isLeaving(1), true);
  ui.older = null;
});
