/** Tests of the sentences about changes, about refusals, and about the act that an undo would reverse. */

import assert from "node:assert/strict";
import test from "node:test";

const PAGE = {
  lang: "en",
  seat: "chair.a",
  session: {
    chairs: [
      { seat: "chair.a", name: "Ada" },
      { seat: "chair.b", name: "Bela" },
    ],
  },
};
// Set this data block before the imports, because the imported modules read the chairs' names from it on import.
globalThis.document = { getElementById: (id) => (id === "page" ? { textContent: JSON.stringify(PAGE) } : null) };
const { refusal } = await import("../../../static/js/chairs/control/refusal.js");
const { changedSentence } = await import("../../../static/js/chairs/model/sentences.js");
const { undoSentence } = await import("../../../static/js/chairs/model/undo-sentence.js");

const AT = "2021-04-14T13:05:00.000Z";
const view = (number, status, fields = {}) => ({
  number,
  status,
  text: "Who?",
  hides: false,
  merged: null,
  language: "en",
  by: "chair.b",
  changed_at: AT,
  ...fields,
});
const undo = (act, numbers, questions = {}) => undoSentence({ act, numbers }, questions);

test("undo names each act of the workflow", () => {
  assert.equal(undo("wording", [4]), "You changed the words of No. 4");
  assert.equal(
    undo("mute", [4, 9], { 4: view(4, "pending"), 9: view(9, "approved", { muted: true }) }),
    "You stopped the asker of No. 9",
  );
  assert.equal(undo("unmute", [4]), "You let the asker of No. 4 ask again");
  assert.equal(undo("clear_screen", []), "You cleared the screen");
  assert.equal(undo("restore_screen", []), "You showed the screen again");
  assert.equal(undo("set_stage_languages", []), "You changed the languages of the screen");
  assert.equal(undo("split", [5, 8]), "You split No. 5 and No. 8");
  assert.equal(undo("hold_newcomers", []), "You let new phones wait");
  assert.equal(undo("admit_newcomers", []), "You let new phones in");
  assert.equal(undo("decline_kind", [5]), "You declined 1 question");
  assert.equal(undo("release_kind", [5, 8]), "You released 2 questions");
});

test("undo of an addition names the new question, not the question that left the screen", () => {
  assert.equal(undo("add", [21, 2], { 2: view(2, "answered"), 21: view(21, "live") }), "You added No. 21");
  assert.equal(undo("add", [12, 21], { 12: view(12, "live"), 21: view(21, "answered") }), "You added No. 12");
});

test("undo names the lead of a merge, whichever number is lower", () => {
  assert.equal(undo("merge", [5, 8], { 5: view(5, "merged", { lead: 8 }) }), "You merged No. 5 into No. 8");
  assert.equal(undo("merge", [5, 8], { 8: view(8, "merged", { lead: 5 }) }), "You merged No. 8 into No. 5");
  assert.equal(undo("merge", [5, 8, 9], {}), "You merged questions");
});

const changes = [
  ["merged", view(5, "pending"), view(5, "merged", { lead: 8 }), /^Bela merged this into No. 8 at /],
  ["split", view(5, "merged", { lead: 8 }), view(5, "pending"), /^Bela split this off at /],
  [
    "other words",
    view(5, "approved"),
    view(5, "approved", { text: "Who pays?" }),
    /^Bela changed the words of this at /,
  ],
  ["words hidden", view(5, "approved"), view(5, "approved", { hides: true }), /^Bela changed the words of this at /],
  [
    "another follower",
    view(5, "approved"),
    view(5, "approved", { merged: { numbers: [7] } }),
    /^Bela changed which questions are asked together with this at /,
  ],
  [
    "another language",
    view(5, "approved"),
    view(5, "approved", { language: "fr" }),
    /^Bela changed the language of this at /,
  ],
  ["nothing visible", view(5, "approved"), view(5, "approved"), /^Bela changed this at /],
];
for (const [name, before, after, expected] of changes) {
  test(`the sentence for a change: ${name}`, () => assert.match(changedSentence(before, after), expected));
}

test("a refused merge says which question cannot lead, and why", () => {
  const answer = { code: "merge.not_a_lead", number: 8, question: view(8, "merged", { lead: 3 }), message: "no" };
  assert.match(
    refusal(answer, view(5, "pending"), view(8, "approved")),
    /^No other question can be merged into No. 8 now: Bela merged this into No. 3 at /,
  );
  assert.equal(refusal({ ...answer, question: undefined }, view(5, "pending")), "no");
});

test("a refusal for the status says who changed it, although only the answer's question names that seat", () => {
  const answer = { code: "act.not_allowed", question: view(5, "withdrawn", { by: "attendee" }), message: "no" };
  assert.match(refusal(answer, view(5, "approved")), /^The asker withdrew this at /);
});
