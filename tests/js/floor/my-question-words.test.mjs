import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeSentence,
  inOrder,
  overtaken,
  placeOf,
  remark,
  sentence,
  together,
  wordingRemarks,
} from "../../../static/js/floor/my-question-words.js";

const state = { questions: { 3: { status: "next" }, 9: { status: "approved" } }, queue: [4, 9], settings: {} };
const question = (values) => ({
  number: 7,
  status: "pending",
  fate: "pending",
  lead: null,
  place: null,
  reason_text: null,
  wording: null,
  hides: false,
  can_reword: false,
  ...values,
});
const merged = (fate, values) => question({ status: "merged", fate, lead: 9, ...values });

test("a merged question names its lead and has the lead's place", () => {
  assert.equal(together(merged("approved")), "Asked together with No. 9");
  assert.equal(together(question()), "");
  // The order is: No. 3 (the next question), No. 4, No. 9 (the lead). The lead's place is therefore 3.
  assert.equal(placeOf(merged("approved"), state), 3);
  assert.equal(sentence(merged("approved"), state), "Approved: number 3 in the list");
});

test("the place from the server is used if the list is not public", () => {
  assert.equal(placeOf(merged("approved", { place: 5 }), { ...state, queue: [], questions: {} }), 5);
});

for (const [fate, words] of [
  ["pending", "Received, waiting"],
  ["next", "Get ready: yours is next"],
  ["live", "Now"],
  ["withdrawn", "Withdrawn"],
]) {
  test(`merged, its lead ${fate}: "${words}"`, () => assert.equal(sentence(merged(fate), state), words));
}

test("a declined lead gives its reason, and how to go on if that is possible", () => {
  const declined = merged("declined", { reason_text: "No time left" });
  assert.equal(sentence(declined, state), "Will not be asked. No time left");
  assert.equal(remark(declined), "");
  assert.equal(remark({ ...declined, can_reword: true }), "You can reword it and send it again.");
});

test("the chairs' wording has a remark, and a second remark if the asker's own words are hidden", () => {
  assert.equal(wordingRemarks(question()), null);
  assert.deepEqual(wordingRemarks(question({ wording: "Who decides?" })), {
    before: "The chairs put it this way:",
    after: "",
  });
  assert.equal(
    wordingRemarks(question({ wording: "Who decides?", hides: true })).after,
    "Your own words are shown to nobody but you and the chairs.",
  );
});

test("a change is announced once", () => {
  assert.equal(changeSentence(question(), question({ version: 2 }), state), "");
  assert.equal(
    changeSentence(question(), merged("approved"), state),
    "Approved: number 3 in the list. Asked together with No. 9",
  );
  assert.equal(
    changeSentence(merged("approved"), merged("next"), state),
    "Get ready: yours is next. Asked together with No. 9",
  );
  assert.equal(
    changeSentence(question(), question({ wording: "Who decides?" }), state),
    "Received, waiting. The chairs put it this way: Who decides?",
  );
  assert.equal(changeSentence(undefined, question(), state), "Received, waiting");
});

test("live and next questions come first, also merged ones; withdrawn ones last; the others keep their order", () => {
  const questions = [
    question({ number: 1, fate: "withdrawn", status: "withdrawn" }),
    question({ number: 2 }),
    { ...merged("next"), number: 3 },
    question({ number: 4 }),
    { ...merged("live"), number: 5 },
  ];
  assert.deepEqual(
    inOrder(questions).map(({ number }) => number),
    [5, 3, 2, 4, 1],
  );
});

for (const [fate, words] of [
  ["approved", "The chairs approved it at 14:05 while you were editing."],
  ["next", "The chairs set it next at 14:05 while you were editing."],
  ["live", "The chairs brought it to the screen at 14:05 while you were editing."],
  ["answered", "It was answered at 14:05 while you were editing."],
  ["declined", "The chairs declined it at 14:05 while you were editing."],
  ["withdrawn", "It was withdrawn at 14:05 while you were editing."],
  ["pending", "It was changed at 14:05 while you were editing."],
])
  test(`the editor says what overtook an edit: ${fate}`, () => {
    const at = new Date("2021-04-14T14:05:00").toISOString(); // UTC; the page shows local time
    assert.equal(overtaken(question({ fate, changed_at: at })), words);
  });
