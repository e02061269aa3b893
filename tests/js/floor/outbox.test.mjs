import assert from "node:assert/strict";
import { test } from "node:test";
import { outbox } from "../../../static/js/floor/outbox.js";

/**
 * Return an outbox whose network gives these answers in order. If an answer is a function, it is called when the
 * question is sent.
 */
function outboxWith(answers, stored = []) {
  const sent = [],
    saved = [stored],
    refused = [],
    timers = [];
  const box = outbox({
    send: async (act, body, { key }) => {
      sent.push({ act, text: body.text, key });
      const answer = answers.shift();
      return typeof answer === "function" ? answer() : answer;
    },
    load: () => stored,
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

test("a question is stored before it is sent", async () => {
  const { box, saved, sent } = outboxWith([ok(33)]);
  const done = box.add("ask", { text: "Who decides?" }, "key-0001", "t");
  assert.equal(saved[1][0].state, "saved");
  await done;
  assert.deepEqual(sent, [{ act: "ask", text: "Who decides?", key: "key-0001" }]);
  assert.deepEqual(states(box), [["key-0001", "received"]]);
  box.settle([33]);
  assert.deepEqual(box.entries(), []);
});

test("without a network a question stays, and is sent later with the same key", async () => {
  const { box, sent, timers } = outboxWith([network, ok(1)]);
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

test("a question without an answer is sent again after a reload", async () => {
  const { box, sent } = outboxWith(
    [ok(1)],
    [{ key: "key-0001", act: "ask", body: { text: "a" }, at: "t", state: "sending" }],
  );
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  await box.flush();
  assert.equal(sent.length, 1);
});

test("calls at the same time send each question once, in order", async () => {
  const { box, sent } = outboxWith([ok(1), ok(2)]);
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

test("after a rate limit the outbox waits as long as the server says", async () => {
  const { box, timers } = outboxWith([{ ok: false, status: 429, code: "limit.rate", retry_after: 7, message: "m" }]);
  await box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers[0].ms, 7000);
});

test("in a pause a question stays and is not sent again automatically", async () => {
  const { box, timers } = outboxWith([
    { ok: false, status: 409, code: "phase.not_allowed", phase: "paused", message: "m" },
  ]);
  await box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers.length, 0);
});

for (const [code, status, details] of [
  ["text.too_long", 400],
  ["limit.waiting", 429],
  ["key.reused", 409],
  ["phase.not_allowed", 409, { phase: "closed" }],
]) {
  test(`${code}: reported once and not sent again`, async () => {
    const { box, refused, sent } = outboxWith([{ ok: false, status, code, message: "m", ...details }]);
    await box.add("ask", { text: "a" }, "key-0001", "t");
    await box.flush();
    assert.deepEqual(refused, [["key-0001", code]]);
    assert.deepEqual(states(box), [["key-0001", "refused"]]);
    assert.equal(sent.length, 1);
  });
}

test("a question that is deleted while it is being sent does not come back", async () => {
  const test = outboxWith([
    () => {
      test.box.remove("key-0001");
      return ok(1);
    },
  ]);
  await test.box.add("ask", { text: "a" }, "key-0001", "t");
  assert.deepEqual(test.box.entries(), []);
});
