import assert from "node:assert/strict";
import { test } from "node:test";
import { outbox } from "../../../static/js/floor/outbox.js";

/** An outbox whose network answers from a list; a function in the list is called, so that a test can look in between. */
function posted(answers, kept = []) {
  const sent = [],
    saved = [kept],
    refused = [],
    timers = [];
  const box = outbox({
    send: async (act, body, { key }) => {
      sent.push({ act, text: body.text, key });
      const answer = answers.shift();
      return typeof answer === "function" ? answer() : answer;
    },
    load: () => kept,
    save: (entries) => saved.push(structuredClone(entries)),
    onRefused: (entry, answer) => refused.push([entry.key, answer.code]),
    later: (run, ms) => {
      timers.push({ run, ms });
      return timers.length;
    },
    random: () => 0,
  });
  return { box, sent, saved, refused, timers };
}
const ok = (number) => ({ ok: true, status: 201, question: { number } });
const network = { ok: false, status: 0, code: "network" };
const states = (box) => box.entries().map(({ key, state }) => [key, state]);

test("a question is kept before the network is asked", async () => {
  const { box, saved, sent } = posted([ok(33)]);
  const done = box.add("ask", { text: "Who decides?" }, "key-0001", "t");
  assert.equal(saved[1][0].state, "saved");
  await done;
  assert.deepEqual(sent, [{ act: "ask", text: "Who decides?", key: "key-0001" }]);
  assert.deepEqual(states(box), [["key-0001", "received"]]);
  box.settle([33]);
  assert.deepEqual(box.entries(), []);
});

test("without a network it stays, and goes with the same key when there is one", async () => {
  const { box, sent, timers } = posted([network, ok(1)]);
  await box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers[0].ms, 3000);
  await box.flush();
  assert.deepEqual(
    sent.map(({ key }) => key),
    ["key-0001", "key-0001"],
  );
  assert.deepEqual(states(box), [["key-0001", "received"]]);
});

test("what was under way when the page went is sent again", async () => {
  const { box, sent } = posted(
    [ok(1)],
    [{ key: "key-0001", act: "ask", body: { text: "a" }, at: "t", state: "sending" }],
  );
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  await box.flush();
  assert.equal(sent.length, 1);
});

test("two calls at once send once, in order", async () => {
  const { box, sent } = posted([ok(1), ok(2)]);
  await Promise.all([
    box.add("ask", { text: "a" }, "key-0001", "t"),
    box.add("ask", { text: "b" }, "key-0002", "t"),
    box.flush(),
  ]);
  assert.deepEqual(
    sent.map(({ text }) => text),
    ["a", "b"],
  );
});

test("a limit waits as long as the server says", async () => {
  const { box, timers } = posted([{ ok: false, status: 429, code: "limit.rate", retry_after: 7, message: "m" }]);
  await box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers[0].ms, 7000);
});

test("a pause keeps it without trying again by itself", async () => {
  const { box, timers } = posted([
    { ok: false, status: 409, code: "phase.not_allowed", phase: "paused", message: "m" },
  ]);
  await box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers.length, 0);
});

for (const [code, status, more] of [
  ["text.too_long", 400],
  ["limit.waiting", 429],
  ["key.reused", 409],
  ["phase.not_allowed", 409, { phase: "closed" }],
]) {
  test(`${code} is said once and not sent again`, async () => {
    const { box, refused, sent } = posted([{ ok: false, status, code, message: "m", ...more }]);
    await box.add("ask", { text: "a" }, "key-0001", "t");
    await box.flush();
    assert.deepEqual(refused, [["key-0001", code]]);
    assert.deepEqual(states(box), [["key-0001", "refused"]]);
    assert.equal(sent.length, 1);
  });
}

test("one that is deleted while it is under way does not come back", async () => {
  const test = posted([
    () => {
      test.box.remove("key-0001");
      return ok(1);
    },
  ]);
  await test.box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(test.box.entries(), []);
});
