import assert from "node:assert/strict";
import { test } from "node:test";
import { asAsked, behind, directionOf, reading, translationsOf } from "../../../static/js/shared/reading.js";

const done = (text, source = "machine", more = { engine: "apertium", route: ["es", "fr"] }) => ({
  state: "done",
  text,
  source,
  ...more,
});
const view = (translations, more) => ({
  number: 1,
  text: "¿Quién decide?",
  language: "es",
  direction: "ltr",
  translations,
  ...more,
});
const asked = { text: "¿Quién decide?", lang: "es", dir: "ltr" };
const original = { ...asked, kind: "original", state: null, original: null, engine: null, route: null };

test("one's own language is the original, and nothing is missing", () => {
  assert.deepEqual(reading(view({ fr: done("Qui décide ?") }), "es"), original);
});

test("a translation that is done comes with the original, its engine and its route", () => {
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
  test(`a correction says that it is by ${source} and names no engine`, () => {
    const read = reading(
      view({ fr: done("Qui tranche ?", source, { engine: null, route: [], by: source, at: "t" }) }),
      "fr",
    );
    assert.deepEqual([read.text, read.kind, read.engine, read.route], ["Qui tranche ?", source, null, null]);
  });
}

for (const state of ["waiting", "failed"]) {
  test(`${state}: the original, and that is said`, () => {
    assert.deepEqual(reading(view({ fr: { state } }), "fr"), { ...original, state });
  });
}

test("a language nobody translates into is `none`", () => {
  assert.deepEqual(reading(view({ en: done("Who decides?") }), "fr"), { ...original, state: "none" });
  assert.deepEqual(reading(view({}), "fr"), { ...original, state: "none" });
});

test("where translations are not told, or the language, nothing is said", () => {
  assert.deepEqual(reading(view(undefined), "fr"), original);
  assert.deepEqual(reading({ text: "Who?", translations: {} }, "fr"), {
    ...original,
    text: "Who?",
    lang: "",
    dir: "auto",
  });
});

test("another language than the session's has no tag and its own direction", () => {
  assert.deepEqual(asAsked({ text: "من؟", language: "und", direction: "rtl" }), { text: "من؟", lang: "", dir: "rtl" });
  assert.equal(reading({ text: "من؟", language: "und", direction: "rtl", translations: {} }, "fr").state, "none");
});

test("direction goes by the language that is read", () => {
  assert.deepEqual(["ar", "he", "fa", "ur", "ar-EG", "en", "zh", "arn"].map(directionOf), [
    "rtl",
    "rtl",
    "rtl",
    "rtl",
    "rtl",
    "ltr",
    "ltr",
    "ltr",
  ]);
  const read = reading(view({ ar: done("من يقرر؟") }), "ar");
  assert.deepEqual([read.dir, read.original.dir], ["rtl", "ltr"]);
});

test("the stage takes only what is done, in the order given", () => {
  const all = view({ en: done("Who decides?", "booth", {}), fr: { state: "waiting" }, ar: done("من يقرر؟") });
  assert.deepEqual(
    translationsOf(all, ["es", "ar", "fr", "en"]).map(({ lang, kind }) => [lang, kind]),
    [
      ["ar", "machine"],
      ["en", "booth"],
    ],
  );
});

const edited = (translations, asked = "¿Llámame: quién decide?") => view(translations, { edited: true, asked });
const own = { what: "asked", text: "¿Llámame: quién decide?", lang: "es", dir: "ltr" };

test("behind a translation stands what it was made from", () => {
  assert.deepEqual(behind(view({ fr: done("Qui décide ?") }), "fr"), [{ what: "original", ...asked }]);
  assert.deepEqual(behind(view({ fr: done("Qui décide ?") }), "es"), []);
});

test("behind the chairs' wording stand the asker's own words", () => {
  assert.deepEqual(behind(edited({}), "es"), [own]);
  assert.deepEqual(behind(edited({ fr: done("Qui décide ?") }), "fr"), [{ what: "wording", ...asked }, own]);
});

test("nothing stands behind a wording that hides, nor behind what was asked aloud", () => {
  for (const none of [null, ""]) assert.deepEqual(behind(edited({}, none), "es"), []);
  assert.deepEqual(behind(edited({ fr: done("Qui décide ?") }, null), "fr"), [{ what: "wording", ...asked }]);
});

test("under the Rule the asker's words have no language", () => {
  assert.deepEqual(behind({ text: "Who?", edited: true, asked: "Me?", translations: {} }, "fr"), [
    { what: "asked", text: "Me?", lang: "", dir: "auto" },
  ]);
});

const alike = { number: 1, texts: { fr: "Qui décide ?", ar: "من يقرر؟", en: "Who decides?" } };
const told = { kind: "told", state: null, original: null, engine: null, route: null };

test("under the Rule the reader's language is read, else the session's first, and nothing is said of it", () => {
  assert.deepEqual(reading(alike, "ar"), { ...told, text: "من يقرر؟", lang: "ar", dir: "rtl" });
  assert.deepEqual(reading(alike, "es"), { ...told, text: "Qui décide ?", lang: "fr", dir: "ltr" });
});

test("under the Rule all texts stand in the order given", () => {
  assert.deepEqual(
    translationsOf(alike, ["fr", "ar", "en"]).map(({ text }) => text),
    ["Qui décide ?", "من يقرر؟", "Who decides?"],
  );
});
