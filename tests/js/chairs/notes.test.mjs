/** Tests of unread notes to the chairs, of read receipts for notes, and of the body of the command `add`. */

import assert from "node:assert/strict";
import test from "node:test";
import { bodyOf, emptyAddition } from "../../../static/js/chairs/model/aloud.js";
import { receipts, unread } from "../../../static/js/chairs/model/receipts.js";

const CHAIRS = ["chair.a", "chair.b"];
const note = (number, seat, acknowledged = []) => ({ note: number, seat, acknowledged });

test("unread: the organiser's notes first, then the oldest; never the chair's own", () => {
  const notes = [
    note(1, "chair.b"),
    note(2, "organiser"),
    note(3, "chair.a"),
    note(4, "organiser", ["chair.a"]),
    note(5, "organiser", ["chair.b"]),
  ];
  assert.deepEqual(
    unread(notes, "chair.a").map(({ note: number }) => number),
    [2, 5, 1],
  );
  assert.deepEqual(
    unread(notes, "chair.b").map(({ note: number }) => number),
    [2, 4, 3],
  );
});

test("receipts: both chairs read an organiser's note, the other chair a chair's note", () => {
  assert.deepEqual(receipts(note(1, "organiser", ["chair.b"]), CHAIRS), { read: ["chair.b"], waiting: ["chair.a"] });
  assert.deepEqual(receipts(note(1, "chair.a"), CHAIRS), { read: [], waiting: ["chair.b"] });
  assert.deepEqual(receipts(note(1, "chair.a", ["chair.b"]), CHAIRS), { read: ["chair.b"], waiting: [] });
});

test("an addition sends the fields that are filled in, and no others", () => {
  assert.deepEqual(bodyOf(emptyAddition(), "fr", false), { group: "undisclosed", hint: "fr" });
  const draft = { text: "  Who pays? ", language: "en", group: "media", region: "", topic: "rights", to: "socco" };
  assert.deepEqual(bodyOf(draft, "fr", true), {
    group: "media",
    hint: "fr",
    text: "Who pays?",
    language: "en",
    topic: "rights",
    to: "socco",
    live: true,
  });
});
