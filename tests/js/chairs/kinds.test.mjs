/** Tests of the kinds of waiting questions. With one command, a chair can act on all questions of a kind. */

import assert from "node:assert/strict";
import test from "node:test";
import { kindCount, kindLabel, kindsOf, kindsOfMeter, meterOf } from "../../../static/js/chairs/model/kinds.js";

const METER = { since: "2021-04-14T13:05Z", phones: 3, per_minute: 2, pending: 4, held: 0 };
const names = (choices) => choices.map(({ kind }) => kind);

test("a question selects its kinds, and itself only while it waits for release", () => {
  assert.deepEqual(names(kindsOf({ number: 7, held: false, aloud: false })), ["alike", "asker", "arrived"]);
  assert.deepEqual(names(kindsOf({ number: 7, held: true, aloud: false })), ["question", "alike", "asker", "arrived"]);
  assert.deepEqual(kindsOf({ number: 7, held: false, aloud: true }), [{ kind: "alike", number: 7, preview: null }]);
  assert.deepEqual(names(kindsOf({ number: 7, held: false, aloud: false, source: "Zoom" })), ["alike"]);
});

test("the meter offers the phones since the surge, and the questions that wait if there are any", () => {
  assert.deepEqual(kindsOfMeter(METER), [{ kind: "arrived", since: METER.since, preview: null }]);
  assert.deepEqual(names(kindsOfMeter({ ...METER, since: null, held: 2 })), ["held"]);
  assert.deepEqual(kindsOfMeter(null), []);
  assert.equal(meterOf({ counts: null }), null);
  assert.equal(meterOf({ counts: { newcomers: METER } }), METER);
});

test("a kind of phones names its minute as soon as it is known", () => {
  const unknown = "All from phones that came with this one or later";
  assert.equal(kindLabel({ kind: "arrived", number: 7, preview: null }), unknown);
  assert.equal(kindLabel({ kind: "arrived", preview: { incoming: 1, held: 0, upto: 9, since: "" } }), unknown);
  assert.match(
    kindLabel({ kind: "arrived", since: METER.since, preview: null }),
    /^All from phones that came at .*05.* or later$/,
  );
});

test("the number of questions names both places, but no empty place beside another", () => {
  assert.equal(kindCount({ incoming: 0, held: 0 }), "0 questions in Incoming");
  assert.equal(kindCount({ incoming: 1, held: 2 }), "1 question in Incoming · 2 wait for release");
  assert.equal(kindCount({ incoming: 0, held: 1 }), "1 waits for release");
});
