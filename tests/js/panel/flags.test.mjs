import assert from "node:assert/strict";
import { test } from "node:test";
import { flags } from "../../../static/js/panel/flags.js";

/** Flags whose acts wait in `sent` for their answer. */
function desk(initial = [], load = async () => ({ flags: [] })) {
  const sent = [];
  let drawn = 0;
  const send = (act, { number }) => new Promise((answer) => sent.push({ act, number, answer }));
  return {
    sent,
    it: flags({
      initial,
      send,
      load,
      onChange: () => {
        drawn += 1;
      },
    }),
    drawn: () => drawn,
  };
}
const turn = () => new Promise((done) => setImmediate(done));

test("nothing is marked before the server says so", async () => {
  const { it, sent, drawn } = desk([3]);
  const done = it.toggle(7);
  await turn();
  assert.deepEqual([it.has(3), it.has(7), it.isBusy(7), drawn()], [true, false, true, 1]);
  sent[0].answer({ ok: true, flags: [3, 7] });
  await done;
  assert.deepEqual([it.has(7), it.isBusy(7), drawn()], [true, false, 2]);
});

test("a marked one is taken back, and an answer says all that is marked", async () => {
  const { it, sent } = desk([3, 7]);
  const done = it.toggle(7);
  await turn();
  sent[0].answer({ ok: true, already: true, flags: [5] });
  await done;
  assert.deepEqual([sent[0].act, it.has(3), it.has(5), it.has(7)], ["unflag", false, true, false]);
});

test("a double tap is one act, and two acts go one after the other", async () => {
  const { it, sent } = desk();
  const all = [it.toggle(1), it.toggle(1), it.toggle(2)];
  await turn();
  assert.deepEqual(
    sent.map(({ act, number }) => [act, number]),
    [["flag", 1]],
  );
  sent[0].answer({ ok: true, flags: [1] });
  await turn();
  sent[1].answer({ ok: true, flags: [1, 2] });
  await Promise.all(all);
  assert.deepEqual([sent.length, it.has(1), it.has(2)], [2, true, true]);
});

test("a refusal is said in the row until the next try", async () => {
  const { it, sent } = desk();
  const done = it.toggle(1);
  await turn();
  sent[0].answer({ ok: false, code: "network", message: "No connection." });
  await done;
  assert.deepEqual([it.has(1), it.isBusy(1), it.note(1)], [false, false, "No connection."]);
  it.toggle(1);
  assert.equal(it.note(1), undefined);
});

test("a reading takes what another device has marked, and a failed one nothing", async () => {
  let answer = async () => ({ flags: [9] });
  const { it } = desk([3], () => answer());
  await it.refresh();
  assert.deepEqual([it.has(3), it.has(9)], [false, true]);
  answer = async () => {
    throw new Error("network");
  };
  await it.refresh();
  assert.equal(it.has(9), true);
});
