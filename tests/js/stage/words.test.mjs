/** Tests of the language of labels on the stage. */

import assert from "node:assert/strict";
import test from "node:test";
// Import Lit before `givePage` replaces the document, because Lit reads the document once, on import.
import "lit/html.js";
import { givePage } from "../shared/page-data.mjs";

const GROUP = { key: "media", label: "Media and press", lang: "en", short: "Media", short_lang: "en" };
givePage({
  lang: "fr",
  session: { languages: [], groups: [GROUP] },
  words: {
    groups: { media: { en: "Media and press", es: "Medios", fr: "Media and press" } },
    shorts: { media: { en: "Media", fr: "Médias" } },
  },
});
const { groupLabel, writtenLanguage } = await import("../../../static/js/stage/words.js");

test("a text that was filled in has the first language", () => {
  const texts = { en: "Rivers", es: "Ríos", fr: "Rivers" };
  assert.deepEqual(
    Object.keys(texts).map((lang) => writtenLanguage(texts, lang)),
    ["en", "es", "en"],
  );
});

test("the label of a group has the language in which it is written", () => {
  assert.deepEqual(groupLabel("media", "es", false), { text: "Medios", lang: "es" });
  assert.deepEqual(groupLabel("media", "fr", false), { text: "Media and press", lang: "en" });
  assert.deepEqual(groupLabel("media", "fr", true), { text: "Médias", lang: "fr" });
  assert.deepEqual(groupLabel("media", "ar", false), { text: "Media and press", lang: "en" });
  assert.deepEqual(groupLabel("media", undefined, true), { text: "Media", lang: "en" });
});
