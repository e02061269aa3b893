import assert from "node:assert/strict";
import { test } from "node:test";
import { flags } from "../../../static/js/panel/flags.js";

/**
 * Return the flags under test as `marks`. `sent`: the acts that the flags have sent; the test must answer each act.
 * `drawn()`: how often the flags were drawn.
 */
function flagsWith(initial = [], load = async () => ({ flags: [] })) {
  const sent = [];
  let drawn = 0;
  const send = (act, { number }) => new Promise((answer) => sent.push({ act, number, answer }));
  return {
    sent,
    marks: flags({
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

test("a mark appears only with the server's answer", async () => {
  const { marks, sent, drawn } = flagsWith([3]);
  const done = marks.toggle(7);
  await turn();
  assert.deepEqual([marks.has(3), marks.has(7), marks.isBusy(7), drawn()], [true, false, true, 1]);
  sent[0].answer({ ok: true, flags: [3, 7] });
  await done;
  assert.deepEqual([marks.has(7), marks.isBusy(7), drawn()], [true, false, 2]);
});

test("a second tap removes the mark, and each answer has all marks", async () => {
  const { marks, sent } = flagsWith([3, 7]);
  const done = marks.toggle(7);
  await turn();
  sent[0].answer({ ok: true, already: true, flags: [5] });
  await done;
  assert.deepEqual([sent[0].act, marks.has(3), marks.has(5), marks.has(7)], ["unflag", false, true, false]);
});

test("a double tap is one act, and two acts are sent one after the other", async () => {
  const { marks, sent } = flagsWith();
  const all = [marks.toggle(1), marks.toggle(1), marks.toggle(2)];
  await turn();
  assert.deepEqual(
    sent.map(({ act, number }) => [act, number]),
    [["flag", 1]],
  );
  sent[0].answer({ ok: true, flags: [1] });
  await turn();
  sent[1].answer({ ok: true, flags: [1, 2] });
  await Promise.all(all);
  assert.deepEqual([sent.length, marks.has(1), marks.has(2)], [2, true, true]);
});

test("a refusal is shown in the row until the next attempt", async () => {
  const { marks, sent } = flagsWith();
  const done = marks.toggle(1);
  await turn();
  sent[0].answer({ ok: false, code: "network", message: "No connection." });
  await done;
  assert.deepEqual([marks.has(1), marks.isBusy(1), marks.refusal(1)], [false, false, "No connection."]);
  marks.toggle(1);
  assert.equal(marks.refusal(1), undefined);
});

test("a read brings the flags of another device; a failed read changes nothing", async () => {
  let answer = async () => ({ flags: [9] });
  const { marks } = flagsWith([3], () => answer());
  await marks.refresh();
  assert.deepEqual([marks.has(3), marks.has(9)], [false, true]);
  answer = async () => {
    throw new Error("network");
  };
  await marks.refresh();
  assert.equal(marks.has(9), true);
});
