import assert from "node:assert/strict";
import { test } from "node:test";
import { follower } from "../../../static/js/shared/stream/follower.js";
import { empty, reduce } from "../../../static/js/shared/stream/reducer.js";

/**
 * Return a simulated server with one stream. `say()` adds one approved question to the stream and returns the change.
 * `since(n)` returns the changes after the sequence number `n`, and `snapshot()` the whole stream, both as the real
 * server would answer.
 */
function server(epoch = "e1") {
  const log = [];
  const view = (n) => ({ number: n, status: "approved" });
  return {
    epoch,
    say() {
      log.push(log.length + 1);
      return { epoch: this.epoch, after: log.length - 1, seq: log.length, put: [view(log.length)] };
    },
    since: function (n) {
      return { epoch: this.epoch, after: n, seq: log.length, put: log.slice(n).map(view) };
    },
    snapshot() {
      return { epoch: this.epoch, seq: log.length, reset: true, put: log.map(view), queue: [], settings: {} };
    },
  };
}

function following(hub) {
  const timers = [],
    reads = [];
  const stream = follower({
    state: reduce(empty(), hub.snapshot()),
    fetchChange: async (state, fresh) => {
      reads.push(fresh ? "snapshot" : "changes");
      return fresh || state.epoch !== hub.epoch ? hub.snapshot() : hub.since(state.seq);
    },
    onState() {},
    later: (run, ms) => timers.push({ run, ms }),
    random: (from) => from,
  });
  return {
    stream,
    timers,
    reads,
    async tick() {
      timers.shift().run();
      await new Promise(setImmediate);
    },
  };
}
const numbers = (stream) => Object.keys(stream.state().questions).map(Number);

test("changes in order are applied at once, and repeated ones are ignored", () => {
  const hub = server();
  const { stream, reads } = following(hub);
  const first = hub.say(),
    second = hub.say();
  for (const change of [first, first, second, first]) stream.receive(change);
  assert.deepEqual(numbers(stream), [1, 2]);
  assert.deepEqual(reads, []);
});

test("a gap that a late change closes needs no reading", async () => {
  const hub = server();
  const { stream, reads, timers, tick } = following(hub);
  const [first, second, third] = [hub.say(), hub.say(), hub.say()];
  stream.receive(first);
  stream.receive(third);
  assert.deepEqual(numbers(stream), [1]);
  assert.equal(timers[0].ms, 300);
  stream.receive(second);
  assert.deepEqual(numbers(stream), [1, 2, 3]);
  await tick();
  assert.deepEqual(reads, []);
});

test("a gap that stays open is read", async () => {
  const hub = server();
  const { stream, reads, tick } = following(hub);
  hub.say();
  stream.receive(hub.say());
  await tick();
  assert.deepEqual(numbers(stream), [1, 2]);
  assert.deepEqual(reads, ["changes"]);
});

test("a head that is newer than a reading under way causes another read", async () => {
  const hub = server();
  const { stream, reads, timers, tick } = following(hub);
  const reading = stream.catchUp();
  hub.say();
  stream.heard({ epoch: "e1", seq: 1 });
  await reading;
  assert.equal(timers.length, 1);
  await tick();
  assert.deepEqual(numbers(stream), [1]);
  assert.deepEqual(reads, ["changes", "changes"]);
});

test("a newer head causes a read; a known head does not", async () => {
  const hub = server();
  const { stream, reads, timers, tick } = following(hub);
  stream.heard({ epoch: "e1", seq: 0 });
  assert.equal(timers.length, 0);
  hub.say();
  stream.heard({ epoch: "e1", seq: 1 });
  await tick();
  assert.deepEqual(numbers(stream), [1]);
  assert.deepEqual(reads, ["changes"]);
});

test("another epoch takes the snapshot and keeps nothing", async () => {
  const hub = server();
  const { stream, reads, tick } = following(hub);
  stream.receive(hub.say());
  const next = server("e2");
  Object.assign(hub, { epoch: "e2", snapshot: () => next.snapshot(), since: (n) => next.since(n) });
  next.say();
  next.say();
  stream.receive({ ...next.say(), epoch: "e2" });
  await tick();
  assert.equal(stream.state().epoch, "e2");
  assert.deepEqual(numbers(stream), [1, 2, 3]);
  assert.deepEqual(reads, ["snapshot"]);
});

test("a change that arrives during a reading is applied after it", async () => {
  const hub = server();
  let release;
  const stream = follower({
    state: reduce(empty(), hub.snapshot()),
    onState() {},
    later() {},
    random: () => 0,
    fetchChange: (state) =>
      new Promise((done) => {
        const change = hub.since(state.seq);
        release = () => done(change);
      }),
  });
  hub.say();
  const reading = stream.catchUp();
  stream.receive(hub.say());
  assert.deepEqual(numbers(stream), []);
  release();
  await reading;
  assert.deepEqual(numbers(stream), [1, 2]);
});

test("a failed reading rejects, keeps the changes that arrived, and can be repeated", async () => {
  const hub = server();
  let broken = true;
  const stream = follower({
    state: reduce(empty(), hub.snapshot()),
    onState() {},
    later() {},
    random: () => 0,
    fetchChange: async (state) => {
      if (broken) throw new Error("network");
      return hub.since(state.seq);
    },
  });
  hub.say();
  stream.receive(hub.say());
  await assert.rejects(stream.catchUp());
  assert.deepEqual(numbers(stream), []);
  broken = false;
  await stream.catchUp();
  assert.deepEqual(numbers(stream), [1, 2]);
});

test("a snapshot is not applied if a head of a newer epoch arrived before it", async () => {
  const old = server("e1");
  old.say();
  const late = old.snapshot();
  const answers = [];
  const timers = [];
  const stream = follower({
    state: reduce(empty(), server("e1").snapshot()),
    fetchChange: () => new Promise((answer) => answers.push(answer)),
    onState() {},
    later: (run, ms) => timers.push({ run, ms }),
    random: (from) => from,
  });
  const reading = stream.catchUp();
  stream.heard({ epoch: "e2", seq: 5 });
  answers[0](late);
  await reading;
  assert.deepEqual(numbers(stream), []);
  timers.shift().run();
  answers[1]({ epoch: "e2", seq: 5, reset: true, put: [{ number: 9, status: "approved" }], queue: [9], settings: {} });
  await new Promise(setImmediate);
  assert.equal(stream.state().epoch, "e2");
  assert.deepEqual(numbers(stream), [9]);
});
