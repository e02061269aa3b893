import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpen, kindWords, redrawWith, toggleOriginal } from "../../../static/js/shared/view/original.js";

for (const [got, words] of [
  [{ kind: "machine", state: null }, "machine translation"],
  [{ kind: "chair", state: null }, "corrected by a chair"],
  [{ kind: "booth", state: null }, "corrected by the booth"],
  [{ kind: "original", state: "waiting" }, "translation under way"],
  [{ kind: "original", state: "failed" }, "no translation"],
  [{ kind: "original", state: null }, ""],
]) {
  test(`${got.kind}, ${got.state}: "${words}"`, () => assert.equal(kindWords(got), words));
}

test("beside a tag one word is enough", () =>
  assert.equal(kindWords({ kind: "machine", state: null }, { brief: true }), "machine"));

test("where no engine serves the session, nothing is said of what is not there", () => {
  assert.equal(kindWords({ kind: "original", state: "none" }), "");
});

test("an original opens and closes by number, and every list is drawn again", () => {
  const drawn = [];
  redrawWith(() => drawn.push(isOpen(7)));
  toggleOriginal(7);
  toggleOriginal(7);
  assert.deepEqual(drawn, [true, false]);
  assert.equal(isOpen(8), false);
});
