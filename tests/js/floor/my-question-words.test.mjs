import assert from "node:assert/strict";
import { test } from "node:test";
import {
  inOrder,
  moved,
  placeOf,
  remark,
  sentence,
  together,
  wordingNotes,
} from "../../../static/js/floor/my-question-words.js";

const state = { questions: { 3: { status: "next" }, 9: { status: "approved" } }, queue: [4, 9], settings: {} };
const own = (more) => ({
  number: 7,
  status: "pending",
  fate: "pending",
  lead: null,
  place: null,
  reason_text: null,
  wording: null,
  hides: false,
  can_reword: false,
  ...more,
});
const merged = (fate, more) => own({ status: "merged", fate, lead: 9, ...more });

test("a merged question says with which it is asked and has that one's place", () => {
  assert.equal(together(merged("approved")), "Asked together with No. 9");
  assert.equal(together(own()), "");
  assert.equal(placeOf(merged("approved"), state), 3); // after Next and No. 4
  assert.equal(sentence(merged("approved"), state), "Approved: number 3 in the list");
});

test("a place of the server serves where the list is not public", () => {
  assert.equal(placeOf(merged("approved", { place: 5 }), { ...state, queue: [], questions: {} }), 5);
});

for (const [fate, said] of [
  ["pending", "Received, waiting"],
  ["next", "Be ready: yours is next"],
  ["live", "Now"],
  ["withdrawn", "Withdrawn"],
]) {
  test(`merged, its lead ${fate}: "${said}"`, () => assert.equal(sentence(merged(fate), state), said));
}

test("a lead that is declined gives its reason, and a way on where there is one", () => {
  const declined = merged("declined", { reason_text: "No time left" });
  assert.equal(sentence(declined, state), "Will not be asked. No time left");
  assert.equal(remark(declined), "");
  assert.equal(remark({ ...declined, can_reword: true }), "You can reword it and send it again.");
});

test("the chairs' words stand beside one's own, and whether these are hidden", () => {
  assert.equal(wordingNotes(own()), null);
  assert.deepEqual(wordingNotes(own({ wording: "Who decides?" })), {
    before: "The chairs put it this way:",
    after: "",
  });
  assert.equal(
    wordingNotes(own({ wording: "Who decides?", hides: true })).after,
    "Your own words are shown to nobody but you and the chairs.",
  );
});

test("a listener is told what has moved, and nothing twice", () => {
  assert.equal(moved(own(), own({ version: 2 }), state), "");
  assert.equal(moved(own(), merged("approved"), state), "Approved: number 3 in the list. Asked together with No. 9");
  assert.equal(moved(merged("approved"), merged("next"), state), "Be ready: yours is next. Asked together with No. 9");
  assert.equal(
    moved(own(), own({ wording: "Who decides?" }), state),
    "Received, waiting. The chairs put it this way: Who decides?",
  );
  assert.equal(moved(undefined, own(), state), "Received, waiting");
});

test("what is asked now comes first, by whomever it is led; withdrawn ones last", () => {
  const mine = [
    own({ number: 1, fate: "withdrawn", status: "withdrawn" }),
    own({ number: 2 }),
    { ...merged("next"), number: 3 },
    own({ number: 4 }),
    { ...merged("live"), number: 5 },
  ];
  assert.deepEqual(
    inOrder(mine).map(({ number }) => number),
    [5, 3, 4, 2, 1],
  );
});
