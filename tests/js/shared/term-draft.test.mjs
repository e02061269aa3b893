/* Tests of the words with which a page names glossary terms, and of the texts of a new term that the page sends. */
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page-data.mjs";

const { givenTexts, newTermWords, termWords } = await import("../../../static/js/shared/term-draft.js");
const term = (texts) => ({ texts, note: null });

test("a term in words has each text once", () => {
  assert.equal(termWords({ en: "gender", es: "género" }), "gender – género");
  assert.equal(termWords({ en: "UNODC", es: "UNODC", fr: "ONUDC" }), "UNODC – ONUDC");
});

test("only texts that are not blank are sent", () => {
  assert.deepEqual(givenTexts({ en: " gender ", es: "  ", fr: "" }), { en: "gender" });
});

test("new and changed terms are named, known and removed ones are not", () => {
  const [un, gender, merit] = [term({ en: "UN" }), term({ en: "gender" }), term({ en: "merit" })];
  assert.equal(newTermWords([un, merit], [un, gender]), "gender");
  assert.equal(newTermWords([un, gender], [un]), "");
  assert.equal(newTermWords([gender], [term({ en: "gender", es: "género" })]), "gender – género");
});
