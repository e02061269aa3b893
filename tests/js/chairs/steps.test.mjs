/** Tests of a chair who moves a question a second time before the page has received the change of the first move. */

import assert from "node:assert/strict";
import test from "node:test";
import { acts, LateServer, moveBy, ui } from "./dashboard.mjs";

const moves = (server) => server.commands.filter(({ act }) => act === "move").map(({ after }) => after);

test("two presses move a question two places, although the change comes late", async () => {
  const server = new LateServer([1, 2, 3, 4]);
  moveBy(1, 1);
  await server.settled(); // The answer to the command has arrived; the change of the chairs' stream has not.
  moveBy(1, 1);
  await server.settled();
  assert.deepEqual([moves(server), ui.busy.has(1)], [[2], true]);

  server.deliver();
  await server.settled();
  assert.deepEqual(
    [moves(server), server.queue],
    [
      [2, 3],
      [2, 3, 1, 4],
    ],
  );
  assert.equal(ui.busy.has(1), true);

  server.deliver();
  await server.settled();
  assert.deepEqual([moves(server), ui.busy.has(1)], [[2, 3], false]);
});

test("presses before the answer become a single second move", async () => {
  const server = new LateServer([1, 2, 3, 4]);
  for (let press = 0; press < 3; press += 1) moveBy(1, 1);
  await server.settled();
  server.deliver();
  await server.settled();
  assert.deepEqual(
    [moves(server), server.queue],
    [
      [2, 4],
      [2, 3, 4, 1],
    ],
  );
});

test("a press upwards cancels a pending press downwards", async () => {
  const server = new LateServer([1, 2, 3]);
  moveBy(1, 1);
  await server.settled();
  moveBy(1, 1);
  moveBy(1, -1);
  server.deliver();
  await server.settled();
  assert.deepEqual([moves(server), server.queue], [[2], [2, 1, 3]]);
});

test("a refusal cancels the pending presses", async () => {
  const server = new LateServer([1, 2, 3]);
  server.refusal = { code: "move.left_queue", message: "No." };
  moveBy(1, 1);
  moveBy(1, 1);
  await server.settled();
  assert.deepEqual([moves(server), ui.busy.has(1), ui.messages.get(1)], [[2], false, "No."]);
});

test("a new epoch frees the row, and the pending press is computed from its snapshot", async () => {
  const server = new LateServer([1, 2, 3, 4]);
  moveBy(1, 1);
  await server.settled();
  moveBy(1, 1);
  server.deliver("e2");
  await server.settled();
  assert.deepEqual(server.queue, [2, 3, 1, 4]);
});

test("an act on a row whose change is still awaited is not sent", async () => {
  const server = new LateServer([1, 2]);
  moveBy(1, 1);
  await server.settled();
  const answer = await acts.act("set_next", { number: 1, version: 2 });
  assert.deepEqual([answer.code, server.commands.length], ["busy", 1]);
});

test("undo needs the answers of earlier acts, but not their changes", async () => {
  const server = new LateServer([1, 2]);
  moveBy(1, 1);
  await acts.undo();
  await acts.undo();
  assert.deepEqual(
    server.commands.map(({ act }) => act),
    ["move", "undo", "undo"],
  );
});

test("a second note and a second addition need no change between", async () => {
  const server = new LateServer([1]);
  for (const send of [() => acts.sendNote("Yes."), () => acts.add({ group: "media" })]) {
    assert.deepEqual([(await send()).ok, (await send()).ok], [true, true]);
  }
  assert.equal(server.commands.length, 4);
});
