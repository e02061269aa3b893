/*
 * Tests of glossary terms in a text. `findTerms` must pass the same cases as the server (tests/data/terms.json), and
 * `cutText` must return the pieces of text that a page draws.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutText, findTerms } from "../../../static/js/shared/terms.js";

const { terms, cases } = JSON.parse(readFileSync(new URL("../../data/terms.json", import.meta.url), "utf-8"));
const glossary = terms.map((texts) => ({ texts, note: null }));

for (const { why, language, text, found: expected } of cases) {
  test(why, () => {
    assert.deepEqual(
      findTerms(text, language, glossary).map(({ start, end, index }) => [text.slice(start, end), index]),
      expected,
    );
  });
}

const kinds = (text, lang = "en") =>
  cutText(text, lang, glossary).map(({ text: part, kind, index }) => (kind === "plain" ? part : [part, index ?? kind]));

test("the pieces joined are the text again", () => {
  for (const { text, language } of cases)
    assert.equal(
      cutText(text, language, glossary)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
});

test("terms and other acronyms are cut out of the plain text", () => {
  assert.deepEqual(kinds("Does the UN, or UNODC, read it?"), [
    "Does the ",
    ["UN", 0],
    ", or ",
    ["UNODC", "acronym"],
    ", read it?",
  ]);
  assert.deepEqual(kinds("UN"), [["UN", 0]]);
  assert.deepEqual(kinds("NGOs and IP2 in the UN-led COVID19 case"), [
    ["NGOs", "acronym"],
    " and ",
    ["IP2", "acronym"],
    " in the ",
    ["UN", 0],
    "-led ",
    ["COVID19", "acronym"],
    " case",
  ]);
});

test("a word with one capital, a Roman number and a text in capitals are no acronyms", () => {
  assert.deepEqual(kinds("A 5G and G7 in the XXI century, McBryde, iPhone"), [
    "A 5G and G7 in the XXI century, McBryde, iPhone",
  ]);
  assert.deepEqual(kinds("WHO PAYS FOR ALL THAT?"), ["WHO PAYS FOR ALL THAT?"]);
  assert.deepEqual(kinds("WHO?"), [["WHO", "acronym"], "?"]);
});

test("an empty text has no pieces", () => assert.deepEqual(cutText("", "en", glossary), []));

test("a language without terms still has acronyms", () => {
  assert.deepEqual(kinds("ООН и UN", "ru"), [["ООН", "acronym"], " и ", ["UN", "acronym"]]);
});
