/**
 * Tests of the state `unserved`: the engine cannot make a translation, because it does not translate the question's
 * language or the reader's language. The engine of this page translates only es and fr.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "./page-data.mjs";

givePage({ session: { languages: [], translation: { languages: ["es", "fr"] } }, interface: [] });
const { reading } = await import("../../../static/js/shared/reading.js");

for (const [translations, language, lang, state, unserved] of [
  [{ ru: { state: "failed" } }, "es", "ru", "unserved", "ru"],
  [{}, "es", "ru", "unserved", "ru"],
  [{ fr: { state: "failed" } }, "ru", "fr", "unserved", "ru"],
  [{ fr: { state: "failed" } }, "es", "fr", "failed", undefined],
  [{ ru: { state: "waiting" } }, "es", "ru", "waiting", undefined],
  [{ ru: { state: "done", text: "Кто?", source: "booth" } }, "es", "ru", null, undefined],
  [{}, "und", "ru", "none", undefined],
]) {
  test(`${language}, ${JSON.stringify(translations)}, for a reader of ${lang}: ${state}`, () => {
    const read = reading({ number: 1, text: "¿Quién?", language, direction: "ltr", translations }, lang);
    assert.deepEqual([read.state, read.unserved], [state, unserved]);
  });
}
