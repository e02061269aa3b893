/* Tests of the booth's texts: the two texts side by side, the flagged words, and the entries in the margin. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { inMargin } from "../../../static/js/booth/margin.js";
import { piecesOf } from "../../../static/js/booth/pieces.js";
import { validSides } from "../../../static/js/booth/sides.js";
import { textsOf } from "../../../static/js/booth/texts.js";

const CODES = ["en", "es", "fr"];

for (const [stored, lang, from, into] of [
  [null, "fr", "asked", "fr"],
  [null, "ar", "asked", "en"],
  [{ from: "asked", into: "es" }, "fr", "asked", "es"],
  [{ from: "fr", into: "es" }, "en", "fr", "es"],
  [{ from: "es", into: "es" }, "en", "asked", "es"],
  [{ from: "ar", into: "zh" }, "es", "asked", "es"],
  [{ from: 3, into: {} }, "es", "asked", "es"],
]) {
  test(`stored ${JSON.stringify(stored)} on a page in ${lang}: ${from} | ${into}`, () =>
    assert.deepEqual(validSides(stored, CODES, lang), { from, into }));
}

for (const [stored, lang, from, into] of [
  [null, "fr", "asked", "fr"],
  [null, "es", "asked", "fr"],
  [{ from: "es", into: "en" }, "fr", "es", "en"],
]) {
  test(`a booth en–fr, stored ${JSON.stringify(stored)}, on a page in ${lang}: ${from} | ${into}`, () =>
    assert.deepEqual(validSides(stored, CODES, lang, ["en", "fr"]), { from, into }));
}

const done = (text, source = "machine") => ({ state: "done", text, source });
const asked = (language, translations = {}, text = "¿Quién?") => ({
  number: 1,
  text,
  language,
  direction: "ltr",
  translations,
});
const shown = (view, from, into) => {
  const texts = textsOf(view, { from, into });
  return [texts.kind, texts.from.text, texts.from.lang, texts.into.text];
};

test("the question as asked and its translation are a pair", () => {
  assert.deepEqual(shown(asked("es", { en: done("Who?") }), "asked", "en"), ["pair", "¿Quién?", "es", "Who?"]);
});

test("a waiting translation keeps its place", () => {
  assert.deepEqual(shown(asked("es", { en: { state: "waiting" } }), "asked", "en")[0], "pair");
});

test("a question without a translation is alone", () => {
  assert.deepEqual(shown(asked("es"), "asked", "en")[0], "alone");
  assert.deepEqual(shown(asked("es", { en: { state: "failed" } }), "asked", "en")[0], "alone");
  assert.deepEqual(shown(asked("und", { fr: done("Qui ?") }), "asked", "en")[0], "alone");
});

test("a question in the booth's language needs no translation, for any language of the first side", () => {
  const view = asked("en", { fr: done("Qui ?") }, "Who?");
  assert.deepEqual(shown(view, "asked", "en"), ["same", "Who?", "en", "Who?"]);
  assert.deepEqual(shown(view, "fr", "en"), ["same", "Who?", "en", "Who?"]);
});

test("a question whose language is not certain is never one that needs no translation", () => {
  const view = asked("en", {}, "Nani analipa?");
  for (const doubt of [
    { unsure: true, looks_like: null },
    { unsure: false, looks_like: "sw" },
  ])
    assert.deepEqual(shown({ ...view, ...doubt }, "asked", "en"), ["doubtful", "Nani analipa?", "en", "Nani analipa?"]);
  assert.deepEqual(shown({ ...view, unsure: false, looks_like: null }, "asked", "en")[0], "same");
  assert.deepEqual(shown({ ...view, unsure: true, looks_like: null }, "asked", "fr")[0], "alone");
});

test("a booth that works from another booth's language has that translation first, or else the question as asked", () => {
  assert.deepEqual(shown(asked("es", { en: done("Who?"), fr: done("Qui ?") }), "fr", "en"), [
    "pair",
    "Qui ?",
    "fr",
    "Who?",
  ]);
  assert.deepEqual(shown(asked("es", { en: done("Who?") }), "fr", "en"), ["pair", "¿Quién?", "es", "Who?"]);
});

test("a question asked aloud and not written down has no text", () => {
  assert.deepEqual(shown(asked("es", {}, ""), "asked", "en")[0], "silent");
});

const PEOPLE = [
  { name: "Moliehi Makumane", note: "Special Advisor" },
  { name: "Fernanda Teixeira Souza Domingos", note: "Coordinator" },
  { name: "Bo Li", note: "Chair" },
];
const flags = (text) =>
  piecesOf(text, PEOPLE)
    .filter(({ kind }) => kind !== "plain")
    .map(({ text: word, kind, term }) => (term ? [word, kind, term] : [word, kind]));

test("acronyms are flagged, in any script that has capitals", () => {
  assert.deepEqual(flags("Will the OEWG, la ОООН or NGOs decide (ONU)?"), [
    ["OEWG", "acronym"],
    ["ОООН", "acronym"],
    ["NGOs", "acronym"],
    ["ONU", "acronym"],
  ]);
});

test("a single capital, a long run of capitals and a text in capitals are no acronyms", () => {
  for (const text of [
    "I ask A question",
    "UNTERAUSSCHUSSVORSITZ",
    "WHO ANSWERS FOR THE FLAWS THAT STAY OPEN?",
    "W".repeat(500),
  ])
    assert.deepEqual(flags(text), [], text);
});

test("people are recognised by whole and family name, as written", () => {
  assert.deepEqual(flags("Ms Makumane and Fernanda Teixeira Souza Domingos?"), [
    ["Makumane", "name", "Moliehi Makumane"],
    ["Fernanda Teixeira Souza Domingos", "name", "Fernanda Teixeira Souza Domingos"],
  ]);
  assert.deepEqual(flags("Los domingos, Makumanes, Li y Bo Li"), [["Bo Li", "name", "Bo Li"]]);
});

test("a term has its translation in the other language, and only its note in its own", () => {
  const terms = [
    { texts: { en: "UN", es: "ONU" }, note: "United Nations" },
    { texts: { en: "Access Now", es: "Access Now" }, note: null },
  ];
  const cut = (text, lang, into) =>
    piecesOf(text, PEOPLE, { terms, lang, into }).filter(({ kind }) => kind !== "plain");
  const un = { text: "UN", kind: "term", key: "term 0", term: "UN", note: "United Nations" };
  assert.deepEqual(cut("The UN and un", "en", "es"), [{ ...un, translation: "ONU" }]);
  assert.deepEqual(cut("The UN", "en", "en"), [un]);
  assert.deepEqual(cut("Access Now", "en", "es"), [
    { text: "Access Now", kind: "term", key: "term 1", term: "Access Now", note: undefined },
  ]);
});

test("if two names begin alike, the longer name matches", () => {
  const people = [
    { name: "Maria", note: "Guest" },
    { name: "Maria Lopez", note: "Chair" },
  ];
  assert.deepEqual(
    piecesOf("Maria Lopez, Maria", people).map(({ term }) => term),
    ["Maria Lopez", undefined, "Maria"],
  );
});

test("the pieces joined are the text with its line breaks", () => {
  for (const text of ["Ms Makumane,\nthe OEWG?", "OEWG", "", "no flag", "(a+b) [c] \\ $&"]) {
    assert.equal(
      piecesOf(text, PEOPLE)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
  }
});

test("a name with special characters is found", () => {
  assert.deepEqual(
    piecesOf("Ask J. (Jo) Doe+Ray!", [{ name: "J. (Jo) Doe+Ray", note: "x" }]).map(({ kind }) => kind),
    ["plain", "name", "plain"],
  );
});

const plain = (text) => ({ text, kind: "plain" });

test("the margin has each term once, in the order of reading, with the same figure in both texts", () => {
  const { texts, entries } = inMargin([
    [
      plain("¿Quién decide, y "),
      {
        text: "a puerta cerrada",
        kind: "term",
        key: "closed",
        translation: "behind closed doors",
        note: "UN: in closed meetings",
      },
      plain(", en la "),
      { text: "ONU", kind: "acronym", translation: "UN" },
    ],
    [{ text: "Behind closed doors", kind: "term", key: "closed", translation: "behind closed doors" }, plain("?")],
  ]);
  assert.deepEqual(
    texts.map((pieces) => pieces.map(({ figure }) => figure ?? 0)),
    [
      [0, 1, 0, 2],
      [1, 0],
    ],
  );
  assert.deepEqual(entries, [
    { figure: 1, term: "a puerta cerrada", translation: "behind closed doors", note: "UN: in closed meetings" },
    { figure: 2, term: "ONU", translation: "UN", note: null },
  ]);
});

test("a flagged word without an entry has no figure", () => {
  const acronym = { text: "OEWG", kind: "acronym" };
  assert.deepEqual(inMargin([[acronym]]), { texts: [[acronym]], entries: [] });
});

test("a term in upper and lower case has a single entry", () => {
  const { entries } = inMargin([
    [
      { text: "Public", kind: "term", note: "open" },
      { text: "public", kind: "term", note: "open" },
    ],
  ]);
  assert.deepEqual(
    entries.map(({ figure, term }) => [figure, term]),
    [[1, "Public"]],
  );
});
