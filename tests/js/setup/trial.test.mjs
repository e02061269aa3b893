import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

test("the trial is shown only if the server has one and the session has an engine and two languages", async () => {
  const choices = { has_trial: true };
  givePage({ lang: "en", seat: "organiser", session: { languages: [], code: "PANEL1" } }, choices);
  globalThis.document.createTreeWalker = () => ({}); // for lit
  const rules = await import("../../../static/js/setup/rules.js");
  const { setup } = await import("../../../static/js/setup/store.js");
  const { nothing } = await import("lit/html.js");
  const { translationTrial } = await import("../../../static/js/setup/trial.js");
  const isShown = (languages, translation, hasTrial) => {
    setup.state = { version: 1, phase: "open", values: { languages, translation }, uses: {}, undo: null };
    rules.choices.has_trial = hasTrial;
    return translationTrial() !== nothing;
  };
  assert.equal(isShown(["en", "fr"], "auto", true), true);
  assert.equal(isShown(["en", "fr"], "auto", false), false);
  assert.equal(isShown(["en", "fr"], "none", true), false);
  assert.equal(isShown(["en"], "auto", true), false);
});
