import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen, kindWords, redrawWith, toggleOriginal } from "../../../static/js/shared/view/original.js";

for (const [reading, words] of [
  [{ kind: "machine", state: null }, "machine translation"],
  [{ kind: "chair", state: null }, "corrected by a chair"],
  [{ kind: "booth", state: null }, "corrected by the booth"],
  [{ kind: "original", state: "waiting" }, "translation under way"],
  [{ kind: "original", state: "failed" }, "no translation"],
  [{ kind: "original", state: "unserved", unserved: "ru" }, "no engine for Russian"],
  [{ kind: "original", state: null }, ""],
]) {
  test(`${reading.kind}, ${reading.state}: "${words}"`, () => assert.equal(kindWords(reading), words));
}

test("beside a language tag, the origin is a single word", () =>
  assert.equal(kindWords({ kind: "machine", state: null }, { brief: true }), "machine"));

test("without an engine a missing translation has no label", () => {
  assert.equal(kindWords({ kind: "original", state: "none" }), "");
});

test("an original opens and closes by number, and every list is redrawn", () => {
  const drawn = [];
  redrawWith(() => drawn.push(isOpen(7)));
  toggleOriginal(7);
  toggleOriginal(7);
  assert.deepEqual(drawn, [true, false]);
  assert.equal(isOpen(8), false);
});
