/**
 * Tests that an open page updates the options of a select box when the session's definition changes.
 *
 * A small object imitates the `<select>` element.
 */

import assert from "node:assert/strict";
import test from "node:test";
import { givePage } from "./page-data.mjs";

const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "es", name: "Español" },
];
givePage({ seat: "attendee", lang: "en", session: { languages: LANGUAGES, groups: [], regions: [], panellists: [] } });
globalThis.Option = class {
  constructor(text, value) {
    Object.assign(this, { text, value, selected: false });
  }
};
const { page } = await import("../../../static/js/shared/page-data.js");
const { showDefinition } = await import("../../../static/js/shared/definition-texts.js");

/** Return a select box with these choices; `chosen` is the value of the selected choice. */
function select(choices, values, chosen) {
  return {
    dataset: { choices },
    options: values.map((value) => Object.assign(new Option(value, value), { selected: value === chosen })),
    value: chosen,
    replaceChildren(...options) {
      this.options = options;
    },
  };
}

/** Apply a definition with these languages to the select box. Return the values of its options. */
function redefined(box, languages) {
  globalThis.document.querySelectorAll = (selector) => (selector.startsWith("select") ? [box] : []);
  page.session.languages = languages;
  showDefinition({ title: "" });
  return box.options.map(({ value }) => value);
}

test("a language that is added live is offered between 'detect' and 'another language', and marked", () => {
  const box = select("languages", ["", "en", "es", "und"], "es");
  const added = [...LANGUAGES, { code: "ar", name: "العربية" }];
  assert.deepEqual(redefined(box, added), ["", "en", "es", "ar", "und"]);
  assert.equal(box.value, "es");
  assert.deepEqual(
    box.options.map(({ lang }) => lang),
    [undefined, undefined, "es", "ar", undefined],
  );
});

test("the choice 'another language' stays once, and a removed language stays while it is chosen", () => {
  const other = select("languages", ["", "en", "es", "und"], "und");
  assert.deepEqual(redefined(other, LANGUAGES), ["", "en", "es", "und"]);
  const removed = select("languages", ["", "en", "es", "und"], "es");
  assert.deepEqual(redefined(removed, LANGUAGES.slice(0, 1)), ["", "en", "es", "und"]);
});
