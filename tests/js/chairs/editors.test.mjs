/** Tests of `changedWords`: the texts that changed while an editor was open, in the page's reading language. */

import assert from "node:assert/strict";
import test from "node:test";
import { givePage } from "../shared/page-data.mjs";

givePage({ lang: "ar", reading: "fr", seat: "chair.a", session: { code: "DEMO", languages: [], chairs: [] } });
// Set the address before the import, because the imported modules read the address on import.
globalThis.location = { hash: "", pathname: "/s/DEMO/chair/a", search: "" };
const { changedWords } = await import("../../../static/js/chairs/control/editors.js");

const SEEN = { text: "Who pays?", translation: "Qui paie ?" };
const view = (fr) => ({ number: 1, text: "Who pays?", translations: { fr: { text: fr, source: "chair" } } });

test("a translation is newer only if the translation in the reading language has changed", () => {
  assert.deepEqual(changedWords({ seen: SEEN, sending: false }, view("Qui paie ?")), {});
  assert.deepEqual(changedWords({ seen: SEEN, sending: false }, view("Qui payera ?")), {
    newer: { translation: "Qui payera ?" },
  });
  assert.deepEqual(changedWords({ seen: SEEN, sending: true }, view("Qui payera ?")), {});
});
