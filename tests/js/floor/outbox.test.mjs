import assert from "node:assert/strict";
import { test } from "node:test";
import { outbox } from "../../../static/js/floor/outbox.js";

/**
 * Return a simulation of a browser's storage. `tab()` returns the storage as a new tab sees it. All tabs share
 * `entries`.
 */
function sharedStorage(stored = []) {
  const entries = new Map(stored.map((entry) => [entry.key, entry]));
  const tabs = [];
  const tab = () => {
    const listeners = [];
    tabs.push(listeners);
    function change(key, after) {
      const before = entries.get(key) ?? null;
      if (after) entries.set(key, after);
      else entries.delete(key);
      for (const other of tabs)
        if (other !== listeners) for (const listener of other) queueMicrotask(() => listener(key, before, after));
    }
    return {
      all: () => [...entries.values()],
      get: (key) => entries.get(key) ?? null,
      put: (entry) => change(entry.key, structuredClone(entry)),
      remove: (key) => change(key, null),
      isStored: () => true,
      watch: (listener) => listeners.push(listener),
    };
  };
  return { tab, entries };
}

/**
 * Return a replacement for a lock of the browser: a function that takes `run`, calls it after all earlier ones have
 * ended, and returns a promise of its result.
 */
function oneLock() {
  let last = Promise.resolve();
  return (run) => {
    last = last.then(run);
    return last;
  };
}

/**
 * Return an outbox and a record of its effects. The simulated network gives the `answers` in order, one for each sent
 * command. If an answer is a function, it is called when the command is sent; its result is the answer.
 */
function outboxWith(answers, { storage = sharedStorage(), alone, formTakes = true, lookUp } = {}) {
  const sent = [],
    refused = [],
    edited = [],
    kept = [],
    timers = [];
  const box = outbox({
    send: async (act, body, { key }) => {
      sent.push([act, body.text ?? body.number, key]);
      const answer = answers.shift();
      return typeof answer === "function" ? answer() : answer;
    },
    store: storage.tab(),
    alone,
    lookUp: lookUp ?? (async () => undefined),
    onRefused: (entry, answer) => {
      refused.push([entry.key, answer.code]);
      return false;
    },
    onEdit: (entry, number) => {
      edited.push([entry.body.text, number]);
      return formTakes;
    },
    onKept: (number, answer) => kept.push([number, answer.code]),
    later: (run, ms) => {
      timers.push({ run, ms });
      return timers.length;
    },
    random: () => 0,
  });
  return { box, sent, storage, refused, edited, kept, timers };
}
const ok = (number) => ({ ok: true, status: 201, question: { number } });
const refusal = (code, status, details = {}) => ({ ok: false, status, code, message: "m", ...details });
const network = { ok: false, status: 0, code: "network" };
const closed = refusal("phase.not_allowed", 409, { phase: "closed" });
const states = (box) => box.entries().map(({ key, state }) => [key, state]);
const saved = (key, values = {}) => ({ key, act: "ask", body: { text: key }, at: "t", state: "saved", ...values });
const QUESTION = ["ask", { text: "a" }, "key-0001", "t"];

test("a question is stored before it is sent", async () => {
  const storage = sharedStorage();
  let stored;
  const { box, sent } = outboxWith(
    [
      () => {
        stored = storage.entries.get("key-0001");
        return ok(33);
      },
    ],
    { storage },
  );
  await box.add("ask", { text: "Who decides?" }, "key-0001", "t");
  assert.deepEqual(stored, {
    key: "key-0001",
    act: "ask",
    body: { text: "Who decides?" },
    at: "t",
    state: "sending",
    tried: true,
  });
  assert.deepEqual(sent, [["ask", "Who decides?", "key-0001"]]);
  assert.deepEqual(states(box), [["key-0001", "received"]]);
  box.settle([33]);
  assert.deepEqual(box.entries(), []);
  assert.equal(storage.entries.size, 0);
});

test("without a network a question stays, and is sent later with the same key", async () => {
  const { box, sent, timers } = outboxWith([network, ok(1)]);
  await box.add(...QUESTION);
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers[0].ms, 3000);
  await box.flush();
  assert.deepEqual(sent, [
    ["ask", "a", "key-0001"],
    ["ask", "a", "key-0001"],
  ]);
  assert.deepEqual(states(box), [["key-0001", "received"]]);
});

test("a question without an answer is sent again after a reload", async () => {
  const storage = sharedStorage([saved("key-0001", { state: "sending", tried: true })]);
  const { box, sent } = outboxWith([ok(1)], { storage });
  await box.flush();
  assert.equal(sent.length, 1);
  assert.deepEqual(states(box), [["key-0001", "received"]]);
});

test("calls at the same time send each question once, in order", async () => {
  const { box, sent } = outboxWith([ok(1), ok(2)]);
  await Promise.all([
    box.add("ask", { text: "a" }, "key-0001", "t"),
    box.add("ask", { text: "b" }, "key-0002", "t"),
    box.flush(),
  ]);
  assert.deepEqual(
    sent.map(([, text]) => text),
    ["a", "b"],
  );
});

test("after a rate limit the outbox waits as long as the server says", async () => {
  const { box, timers } = outboxWith([refusal("limit.rate", 429, { retry_after: 7 })]);
  await box.add(...QUESTION);
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers[0].ms, 7000);
});

test("a new attendee's question says when it is sent, and is sent after this time", async () => {
  const busy = refusal("limit.attendees", 429, { retry_after: 5, message: "This will be sent in 5 seconds." });
  const { box, sent, refused, timers } = outboxWith([busy, { ok: true, status: 201, question: { number: 1 } }]);
  await box.add(...QUESTION);
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.deepEqual([box.entries()[0].message, timers[0].ms, refused], ["This will be sent in 5 seconds.", 5000, []]);
  await timers[0].run();
  assert.deepEqual([sent.length, ...states(box)], [2, ["key-0001", "received"]]);
});

test("in a pause a question stays and is not sent again automatically", async () => {
  const { box, timers } = outboxWith([refusal("phase.not_allowed", 409, { phase: "paused" })]);
  await box.add(...QUESTION);
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers.length, 0);
});

for (const [code, status, details] of [
  ["text.too_long", 400],
  ["limit.waiting", 429],
  ["key.reused", 409],
  ["phase.not_allowed", 409, { phase: "closed" }],
  ["session.unknown", 404],
]) {
  test(`${code}: reported once, kept and not sent again`, async () => {
    const { box, refused, sent } = outboxWith([refusal(code, status, details)]);
    await box.add(...QUESTION);
    await box.flush();
    assert.deepEqual(refused, [["key-0001", code]]);
    assert.deepEqual(
      box.entries().map(({ state, body, message, ...entry }) => [state, body.text, message, entry.code]),
      [["refused", "a", "m", code]],
    );
    assert.equal(sent.length, 1);
  });
}

test("a refused question of an earlier page stays in the list", async () => {
  const storage = sharedStorage([saved("key-0001")]);
  const { box, refused } = outboxWith([refusal("text.too_long", 400)], { storage });
  await box.flush();
  assert.deepEqual(refused, []);
  assert.deepEqual(states(box), [["key-0001", "refused"]]);
});

test("two tabs: no entry is overwritten, one tab sends, both show the same rows", async () => {
  const storage = sharedStorage();
  const alone = oneLock();
  const answers = [ok(1), ok(2)];
  const [a, b] = [outboxWith(answers, { storage, alone }), outboxWith(answers, { storage, alone })];
  await Promise.all([
    a.box.add("ask", { text: "from a" }, "key-000a", "1"),
    b.box.add("ask", { text: "from b" }, "key-000b", "2"),
  ]);
  assert.deepEqual(
    [...a.sent, ...b.sent].map(([, text]) => text),
    ["from a", "from b"],
  );
  const rows = [
    ["key-000a", "received"],
    ["key-000b", "received"],
  ];
  assert.deepEqual([states(a.box), states(b.box)], [rows, rows]);
});

test("a question that one tab deletes is not sent by the other", async () => {
  const storage = sharedStorage([saved("key-0001"), saved("key-0002")]);
  const [a, b] = [outboxWith([], { storage }), outboxWith([ok(1)], { storage })];
  await a.box.remove("key-0001");
  await b.box.flush();
  assert.deepEqual(b.sent, [["ask", "key-0002", "key-0002"]]);
  assert.deepEqual(a.sent, []);
});

test("an entry that the other tab began to send in the moment of its deletion is withdrawn", async () => {
  const storage = sharedStorage([saved("key-0001")]);
  const { box, sent } = outboxWith([ok(4), { ok: true, status: 200 }], { storage });
  await box.remove("key-0001");
  assert.equal(storage.entries.size, 0);
  storage.tab().put(saved("key-0001", { state: "sending", tried: true }));
  await null;
  await box.flush();
  await new Promise((done) => setImmediate(done));
  assert.deepEqual(sent, [
    ["ask", "key-0001", "key-0001"],
    ["withdraw", 4, "key-0001-w"],
  ]);
  assert.equal(storage.entries.size, 0);
});

test("a received question that another tab has settled is shown until this tab's list has it", async () => {
  const storage = sharedStorage();
  const a = outboxWith([ok(7)], { storage });
  const b = outboxWith([], { storage });
  await a.box.add(...QUESTION);
  a.box.settle([7]);
  await null;
  assert.deepEqual([states(a.box), states(b.box)], [[], [["key-0001", "received"]]]);
  b.box.settle([7]);
  assert.deepEqual(states(b.box), []);
});

test("a question whose key the server names has one row, and its key is sent again", async () => {
  const { box, sent, storage } = outboxWith([network, ok(5)]);
  await box.add(...QUESTION);
  box.settle([5], { "key-0001": 5 });
  assert.deepEqual([box.entries(), box.keyOf(5)], [[], "key-0001"]);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([sent.length, storage.entries.size, box.keyOf(5)], [2, 0, undefined]);
});

test("without a network, Edit and Delete need no answer, because the key has not reached the server", async () => {
  const offline = { ...network, wasSent: false };
  const { box, sent, edited, storage } = outboxWith([offline, offline, offline]);
  await box.add("ask", { text: "a" }, "key-0001", "1");
  await box.add("ask", { text: "b" }, "key-0002", "2");
  const count = sent.length;
  await box.remove("key-0001");
  await box.edit("key-0002");
  assert.deepEqual([sent.length, edited, storage.entries.size], [count, [["b", undefined]], 0]);
});

test("without a network after a lost answer, Delete still waits for the answer", async () => {
  const { box, sent } = outboxWith([network, { ...network, wasSent: false }, { ...network, wasSent: false }]);
  await box.add(...QUESTION);
  await box.flush();
  await box.remove("key-0001");
  assert.deepEqual(
    box.entries().map(({ state, pending }) => [state, pending]),
    [["saved", "delete"]],
  );
  assert.equal(sent.length, 3);
});

test("after a lost answer, Delete sends the key again and withdraws the question", async () => {
  const { box, sent, storage } = outboxWith([network, ok(3), { ok: true, status: 200 }]);
  await box.add(...QUESTION);
  await box.remove("key-0001");
  assert.deepEqual(sent.slice(1), [
    ["ask", "a", "key-0001"],
    ["withdraw", 3, "key-0001-w"],
  ]);
  assert.equal(storage.entries.size, 0);
});

test("after a lost answer, Delete without a network keeps the row until the answer is known", async () => {
  const { box, sent } = outboxWith([network, network, ok(3), network, { ok: true, status: 200 }]);
  await box.add(...QUESTION);
  await box.remove("key-0001");
  assert.deepEqual(
    box.entries().map(({ state, pending }) => [state, pending]),
    [["saved", "delete"]],
  );
  await box.flush();
  box.settle([3]);
  assert.deepEqual(box.entries(), []);
  await box.flush();
  assert.deepEqual(
    sent.map(([act]) => act),
    ["ask", "ask", "ask", "withdraw", "withdraw"],
  );
});

test("after a lost answer, Delete of a question that never arrived withdraws nothing", async () => {
  const { box, sent, refused } = outboxWith([network, refusal("limit.waiting", 429)]);
  await box.add(...QUESTION);
  await box.remove("key-0001");
  assert.deepEqual(box.entries(), []);
  assert.deepEqual([sent.length, refused], [2, []]);
});

test("a question that can no longer be withdrawn is reported", async () => {
  const { box, kept } = outboxWith([network, ok(3), refusal("act.not_allowed", 409)]);
  await box.add(...QUESTION);
  await box.remove("key-0001");
  assert.deepEqual(kept, [[3, "act.not_allowed"]]);
});

test("a question that was never sent goes to the form without a request", async () => {
  const storage = sharedStorage([saved("key-0001"), saved("key-0002", { state: "refused", tried: false })]);
  const { box, edited, sent } = outboxWith([], { storage });
  for (const key of ["key-0001", "key-0002"]) await box.edit(key);
  assert.deepEqual(edited, [
    ["key-0001", undefined],
    ["key-0002", undefined],
  ]);
  assert.deepEqual([sent, storage.entries.size], [[], 0]);
});

test("after a lost answer, Edit waits until the question is in the list, then offers it once", async () => {
  const { box, edited, sent } = outboxWith([network, ok(3)]);
  await box.add(...QUESTION);
  await box.edit("key-0001");
  assert.deepEqual([sent.length, edited], [2, []]);
  box.settle([3]);
  assert.deepEqual(edited, [["a", 3]]);
  assert.deepEqual(box.entries(), []);
});

test("after a lost answer, Edit of a question that never arrived gives it to the form", async () => {
  const { box, edited } = outboxWith([network, refusal("phase.not_allowed", 409, { phase: "paused" })]);
  await box.add(...QUESTION);
  await box.edit("key-0001");
  assert.deepEqual(edited, [["a", undefined]]);
  assert.deepEqual(box.entries(), []);
});

test("an entry that the form does not take stays, and is not sent against the person's wish", async () => {
  const { box, sent } = outboxWith([network, refusal("limit.rate", 429)], { formTakes: false });
  await box.add(...QUESTION);
  await box.edit("key-0001");
  await box.flush();
  assert.deepEqual(states(box), [["key-0001", "refused"]]);
  assert.equal(sent.length, 2);
});

test("Cancel forgets the wish to delete", async () => {
  const { box, sent } = outboxWith([network, network, ok(3)]);
  await box.add(...QUESTION);
  await box.remove("key-0001");
  box.cancel("key-0001");
  await box.flush();
  assert.deepEqual(
    box.entries().map(({ state, pending }) => [state, pending]),
    [["received", null]],
  );
  assert.equal(sent.length, 3);
});

test("a lost answer before the close: the question that arrived is not called unsent", async () => {
  const { box } = outboxWith([network, closed], { lookUp: async () => 9 });
  await box.add(...QUESTION);
  await box.flush();
  assert.deepEqual(states(box), [["key-0001", "received"]]);
});

test("a lost answer before the close: without a network the page does not guess", async () => {
  const { box, timers } = outboxWith([network, closed], { lookUp: () => Promise.reject(new Error("network")) });
  await box.add(...QUESTION);
  await box.flush();
  assert.deepEqual(states(box), [["key-0001", "saved"]]);
  assert.equal(timers.length, 2);
});

test("a question that is deleted while it is being sent does not come back", async () => {
  const test = outboxWith([
    () => {
      test.box.remove("key-0001");
      return ok(1);
    },
    { ok: true, status: 200 },
  ]);
  await test.box.add(...QUESTION);
  assert.deepEqual(test.box.entries(), []);
  assert.deepEqual(test.sent.at(-1), ["withdraw", 1, "key-0001-w"]);
});
