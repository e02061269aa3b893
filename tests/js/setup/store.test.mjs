/** Tests of changes on the set-up page: a refused change, and a new entry without text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

givePage({ lang: "en", seat: "organiser", session: { code: "PANEL1", languages: ["en"] } });
const { drawWith, edit, setup } = await import("../../../static/js/setup/store.js");

test("a refusal that names a field is beside the field, and the typed value stays", async () => {
  const message = "With this time, the session would open at once.";
  const refused = { ok: false, code: "schedule.past", field: "starts", act: "open", message };
  let resolve;
  const drawn = new Promise((done) => {
    resolve = done;
  });
  globalThis.fetch = async () => ({ status: 409, json: async () => refused });
  drawWith(() => {
    if (setup.faults.size && !setup.saving) resolve();
  });
  setup.state = { phase: "rehearsal", version: 1, values: { languages: ["en"], starts: "2026-12-08T13:00:00+00:00" } };
  edit("times", { starts: "2026-12-08T01:00:00+00:00" }, { isImmediate: true });
  await drawn;
  assert.deepEqual([...setup.faults.get("times")], [["starts", { code: "schedule.past", message }]]);
  assert.deepEqual(setup.drafts.get("times"), { starts: "2026-12-08T01:00:00+00:00" });
});

test("a new entry is sent only after the person has typed in it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  globalThis.fetch = async (_address, { body }) => {
    sent.push(JSON.parse(body).changes);
    return { status: 503, json: async () => ({ ok: false }) };
  };
  const ana = { key: "ana", name: "Ana" };
  setup.state = { phase: "rehearsal", version: 1, values: { languages: ["en"], panellist: [ana] } };
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  edit("panellists", { panellist: [ana, { key: "panellist", name: "" }] });
  context.mock.timers.tick(2000);
  await settle();
  assert.deepEqual(sent, []);
  const both = [ana, { key: "panellist", name: "Ben" }];
  edit("panellists", { panellist: both });
  context.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(sent, [{ panellist: both }]);
});
