import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

givePage({ lang: "en", session: { languages: [] } });
const { turnOf, turnSignals } = await import("../../../static/js/floor/turn.js");

const state = { questions: {}, queue: [], settings: {} };
const question = (number, fate) => ({ number, fate, text: `Question ${number}?`, lead: null });

/**
 * Return `turn`, which signals an asker's turn, and `given`, a record of its effects: `notes` (notifications as
 * [number, words]), `pulses` (number of vibrations) and `stored` (the stored data).
 */
function signals(stored = {}) {
  const given = { notes: [], pulses: 0, stored };
  Object.defineProperty(globalThis, "navigator", {
    value: { userActivation: { hasBeenActive: true }, vibrate: () => (given.pulses += 1) },
    configurable: true,
  });
  const turn = turnSignals({
    title: () => "Floor",
    load: () => stored,
    save: (read) => {
      given.stored = read;
    },
    notify: ({ number }, words) => given.notes.push([number, words]),
  });
  return { turn, given };
}

test("the live question comes before the next one", () => {
  assert.equal(turnOf([question(1, "next"), question(2, "live")]).number, 2);
  assert.equal(turnOf([question(1, "approved"), question(2, "answered")]), undefined);
});

test("each new turn is signalled once, and none at the load of the page", () => {
  const { turn, given } = signals();
  for (const fate of ["next", "next", "live", "live", "answered"]) turn.follow([question(1, fate)], state);
  assert.deepEqual([given.notes, given.pulses], [[[1, "Now"]], 1]);
  turn.follow([question(1, "next")], state);
  assert.deepEqual(given.notes.at(-1), [1, "Get ready: yours is next"]);
});

test("the title has a prefix during the turn", () => {
  const { turn } = signals();
  const titles = ["approved", "next", "live", "answered"].map((fate) => {
    turn.follow([question(1, fate)], state);
    return document.title;
  });
  assert.deepEqual(titles, ["Floor", "Get ready · Floor", "Now · Floor", "Floor"]);
});

test("the bar shows a turn until it is read, and the following turn again", () => {
  const { turn, given } = signals();
  const [next, live] = [question(1, "next"), question(1, "live")];
  assert.equal(turn.unread([next]), next);
  turn.markRead(next);
  assert.equal(turn.unread([next]), undefined);
  assert.equal(turn.unread([live]), live);
  assert.equal(turn.unread([live, question(2, "next")]), live);
  turn.markRead(live);
  assert.equal(turn.unread([live, question(2, "next")]).number, 2);
  assert.deepEqual(given.stored, { 1: "live" });
  assert.equal(signals(given.stored).turn.unread([live]), undefined);
});
