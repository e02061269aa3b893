import assert from "node:assert/strict";
import { test } from "node:test";
import { blankAfter, joinSentences } from "../../../static/js/shared/sentences.js";

test("sentences are joined with a blank, but without a blank after full-width punctuation", () => {
  assert.equal(joinSentences("Ask.", "", "Vote."), "Ask. Vote.");
  assert.equal(joinSentences("提问。", "投票！", "Vote.", "走。"), "提问。投票！Vote. 走。");
  assert.equal(joinSentences("回复：", "Ann"), "回复：Ann");
  assert.equal(joinSentences(), "");
});

test("the blank after one sentence", () => {
  assert.deepEqual(["Ask.", "提问。", "谁？", "回复：", "提问"].map(blankAfter), [" ", "", "", "", " "]);
});
