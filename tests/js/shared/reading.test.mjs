import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "./page-data.mjs";

const RIGHT_TO_LEFT = ["ar", "he", "fa", "ur", "ar-EG"];
const LEFT_TO_RIGHT = ["en", "es", "fr", "zh", "arn"];
givePage({
  session: {
    languages: [
      ...RIGHT_TO_LEFT.map((code) => ({ code, dir: "rtl" })),
      ...LEFT_TO_RIGHT.map((code) => ({ code, dir: "ltr" })),
    ],
  },
  interface: [],
});
const { asAsked, directionOf, reading, sourceTexts, translationsOf } = await import(
  "../../../static/js/shared/reading.js"
);

const done = (text, source = "machine", values = { engine: "apertium", route: ["es", "fr"] }) => ({
  state: "done",
  text,
  source,
  ...values,
});
const view = (translations, values) => ({
  number: 1,
  text: "¿Quién decide?",
  language: "es",
  direction: "ltr",
  translations,
  ...values,
});
const asked = { text: "¿Quién decide?", lang: "es", dir: "ltr" };
const original = { ...asked, kind: "original", state: null, original: null, engine: null, route: null };

test("in the question's language the text is the original, and no translation is missing", () => {
  assert.deepEqual(reading(view({ fr: done("Qui décide ?") }), "es"), original);
});

test("a finished translation comes with the original, its engine and its route", () => {
  assert.deepEqual(reading(view({ fr: done("Qui décide ?"), en: done("Who decides?") }), "fr"), {
    text: "Qui décide ?",
    lang: "fr",
    dir: "ltr",
    kind: "machine",
    state: null,
    original: asked,
    engine: "apertium",
    route: ["es", "fr"],
  });
});

for (const source of ["chair", "booth"]) {
  test(`a correction by ${source} names its source and no engine`, () => {
    const read = reading(
      view({ fr: done("Qui tranche ?", source, { engine: null, route: [], by: source, at: "t" }) }),
      "fr",
    );
    assert.deepEqual([read.text, read.kind, read.engine, read.route], ["Qui tranche ?", source, null, null]);
  });
}

for (const state of ["waiting", "failed"]) {
  test(`${state}: the original with this state`, () => {
    assert.deepEqual(reading(view({ fr: { state } }), "fr"), { ...original, state });
  });
}

test("a language without a translation has the state `none`", () => {
  assert.deepEqual(reading(view({ en: done("Who decides?") }), "fr"), { ...original, state: "none" });
  assert.deepEqual(reading(view({}), "fr"), { ...original, state: "none" });
});

test("a reading has no state if translations or the language are hidden", () => {
  assert.deepEqual(reading(view(undefined), "fr"), original);
  assert.deepEqual(reading({ text: "Who?", translations: {} }, "fr"), {
    ...original,
    text: "Who?",
    lang: "",
    dir: "auto",
  });
});

test("a language outside the session has no tag and keeps the question's direction", () => {
  assert.deepEqual(asAsked({ text: "من؟", language: "und", direction: "rtl" }), { text: "من؟", lang: "", dir: "rtl" });
  assert.equal(reading({ text: "من؟", language: "und", direction: "rtl", translations: {} }, "fr").state, "none");
});

test("the page gives the direction for the language of the text", () => {
  assert.deepEqual(RIGHT_TO_LEFT.map(directionOf), ["rtl", "rtl", "rtl", "rtl", "rtl"]);
  assert.deepEqual(["en", "zh", "arn"].map(directionOf), ["ltr", "ltr", "ltr"]);
  assert.equal(directionOf("und"), "auto");
  const read = reading(view({ ar: done("من يقرر؟") }), "ar");
  assert.deepEqual([read.dir, read.original.dir], ["rtl", "ltr"]);
});

test("the stage takes only finished translations, in the order of the languages", () => {
  const all = view({ en: done("Who decides?", "booth", {}), fr: { state: "waiting" }, ar: done("من يقرر؟") });
  assert.deepEqual(
    translationsOf(all, ["es", "ar", "fr", "en"]).map(({ lang, kind }) => [lang, kind]),
    [
      ["ar", "machine"],
      ["en", "booth"],
    ],
  );
});

const edited = (translations, words = "¿Llámame: quién decide?") => view(translations, { edited: true, asked: words });
const askedText = { role: "asked", text: "¿Llámame: quién decide?", lang: "es", dir: "ltr" };

test("the source of a translation is the original", () => {
  assert.deepEqual(sourceTexts(view({ fr: done("Qui décide ?") }), "fr"), [{ role: "original", ...asked }]);
  assert.deepEqual(sourceTexts(view({ fr: done("Qui décide ?") }), "es"), []);
});

test("the source of a chair's wording is the asker's own text", () => {
  assert.deepEqual(sourceTexts(edited({}), "es"), [askedText]);
  assert.deepEqual(sourceTexts(edited({ fr: done("Qui décide ?") }), "fr"), [{ role: "wording", ...asked }, askedText]);
});

test("a wording that hides the original has no source, nor has a question asked aloud", () => {
  for (const none of [null, ""]) assert.deepEqual(sourceTexts(edited({}, none), "es"), []);
  assert.deepEqual(sourceTexts(edited({ fr: done("Qui décide ?") }, null), "fr"), [{ role: "wording", ...asked }]);
});

test("under the Rule the asker's own text has no language", () => {
  assert.deepEqual(sourceTexts({ text: "Who?", edited: true, asked: "Me?", translations: {} }, "fr"), [
    { role: "asked", text: "Me?", lang: "", dir: "auto" },
  ]);
});

const unmarked = { number: 1, texts: { fr: "Qui décide ?", ar: "من يقرر؟", en: "Who decides?" } };
const hidden = { kind: "unmarked", state: null, original: null, engine: null, route: null };

test("under the Rule the text is in the reader's language or else the session's first, without an origin", () => {
  assert.deepEqual(reading(unmarked, "ar"), { ...hidden, text: "من يقرر؟", lang: "ar", dir: "rtl" });
  assert.deepEqual(reading(unmarked, "zh"), { ...hidden, text: "من يقرر؟", lang: "ar", dir: "rtl" });
});

test("under the Rule all texts come in the order of the languages", () => {
  assert.deepEqual(
    translationsOf(unmarked, ["fr", "ar", "en"]).map(({ text }) => text),
    ["Qui décide ?", "من يقرر؟", "Who decides?"],
  );
});
