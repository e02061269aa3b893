import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "./page-data.mjs";

givePage({ lang: "es", intl_locale: "es" }, null, { Answered: "Respondida", "many\u0004Answered": "Respondidas" });
const { pgettext } = await import("../../../static/js/shared/context.js");

test("a sentence is translated in its context; without a translation it is the English sentence", () => {
  assert.equal(pgettext("many", "Answered"), "Respondidas");
  assert.equal(pgettext("many", "Approved"), "Approved");
});
