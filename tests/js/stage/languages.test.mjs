/** Tests of the choice of the stage's languages. */

import assert from "node:assert/strict";
import test from "node:test";
// Import Lit before `givePage` replaces the document, because Lit reads the document once, on import.
import "lit/html.js";
import { givePage } from "../shared/page-data.mjs";

const all = ["en", "es", "fr", "ar", "ru", "zh-Hans"].map((code) => ({
  code,
  name: code,
  dir: code === "ar" ? "rtl" : "ltr",
}));
givePage({ lang: "es", reading: "es", session: { languages: all, groups: [] }, words: {} });
const { languages, languagesOf, pageLanguage, readingLanguage, takeChoice } = await import(
  "../../../static/js/stage/languages.js"
);
const { languageBeside, translationsBelow, unmarkedTexts } = await import("../../../static/js/stage/words.js");

const codes = (/** @type {string | undefined} */ first) => languages(first).map(({ code }) => code);
const done = (text) => ({ state: "done", text, source: "booth" });
const VIEW = {
  number: 1,
  text: "Кто решает?",
  language: "ru",
  direction: "ltr",
  translations: Object.fromEntries(["en", "es", "fr", "ar", "zh-Hans"].map((code) => [code, done(`in ${code}`)])),
};
const below = (view) => translationsBelow(view).map(({ lang }) => lang);

test("without a choice the stage shows the question's language and the session's first two others", () => {
  takeChoice({});
  assert.deepEqual(codes(), ["en", "es", "fr"]);
  assert.deepEqual(codes("ru"), ["ru", "en", "es"]);
  assert.deepEqual(below(VIEW), ["en", "es"]);
  assert.deepEqual([readingLanguage(), pageLanguage()], ["es", "es"]);
  assert.equal(languageBeside(VIEW, { ...VIEW, language: "en", translations: { ru: done("По-русски") } }), "ru");
});

test("the chosen languages replace the first ones, and the question as asked is shown too", () => {
  takeChoice({ stage_languages: ["ar", "zh-Hans", "en"] });
  assert.deepEqual(codes(), ["ar", "zh-Hans", "en"]);
  assert.deepEqual(codes("en"), ["en", "ar", "zh-Hans"]);
  assert.deepEqual(codes("ru"), ["ar", "zh-Hans", "en"]);
  assert.deepEqual(below(VIEW), ["ar", "zh-Hans", "en"]);
  assert.deepEqual(below({ ...VIEW, language: "ar" }), ["zh-Hans", "en"]);
  assert.deepEqual([readingLanguage(), pageLanguage()], ["ar", "ar"]);
  assert.equal(languageBeside(VIEW, { ...VIEW, language: "en", translations: { ru: done("По-русски") } }), "ar");
  assert.equal(languageBeside({ ...VIEW, language: "zh-Hans" }, VIEW), "zh-Hans");
});

test("a single chosen language is the only one beside the original", () => {
  takeChoice({ stage_languages: ["fr"] });
  assert.deepEqual(codes("ru"), ["fr"]);
  assert.deepEqual(below(VIEW), ["fr"]);
  assert.deepEqual(below({ ...VIEW, language: "fr" }), []);
});

test("under the Rule the chosen texts are shown, whatever the original is", () => {
  const texts = Object.fromEntries(["en", "es", "fr", "ar"].map((code) => [code, `in ${code}`]));
  const shown = () => unmarkedTexts({ number: 1, texts }).map(({ lang }) => lang);
  takeChoice({});
  assert.deepEqual(shown(), ["en", "es", "fr"]);
  takeChoice({ stage_languages: ["ar", "ru", "fr"] });
  assert.deepEqual(shown(), ["ar", "fr"]);
  takeChoice({ stage_languages: ["ru"] });
  assert.deepEqual(shown(), ["en", "es", "fr"]);
});

test("an address names at most three languages, each once, in any case", () => {
  const named = (/** @type {string} */ list) => languagesOf(list.split(","), all).map(({ code }) => code);
  assert.deepEqual(named("zh-hans, AR,en"), ["zh-Hans", "ar", "en"]);
  assert.deepEqual(named("en,en,xx,,fr,ru,ar"), ["en", "fr", "ru"]);
  assert.deepEqual(named("constructor,__proto__"), []);
});
