/** Tests of the undo that the dashboard offers after a refusal with `undo.superseded`. */

import assert from "node:assert/strict";
import test from "node:test";
import { acts, LateServer, ui } from "./dashboard.mjs";

const { renewOffer, withdrawOffer } = await import("../../../static/js/chairs/control/undo-offer.js");

const state = (version) => ({ questions: { 1: version }, settings: {} });

test("the offer is read again once, when the question that prevented the undo has changed", async () => {
  const server = new LateServer([1, 2]);
  withdrawOffer({ ok: false, code: "undo.superseded", number: 1 });
  renewOffer(state("first"), state("first"));
  await server.settled();
  assert.equal(ui.undo, null);
  renewOffer(state("first"), state("second"));
  await server.settled();
  assert.equal(ui.undo.act, "move");
});

test("after a new offer, a change of the question that prevented the earlier undo has no effect", async () => {
  const server = new LateServer([1, 2]);
  withdrawOffer({ ok: false, code: "undo.superseded", number: 1 });
  await acts.move(2, 0);
  await server.settled();
  assert.equal(ui.undo.act, "move");
  ui.messages.set("undo", "a later message");
  renewOffer(state("first"), state("second"));
  assert.equal(ui.messages.get("undo"), "a later message");
});
