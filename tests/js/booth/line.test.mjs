/* Tests of the booth's unread messages, presence and documents. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

givePage({ seat: "booth", session: { code: "TEST1", languages: [], chairs: [], panellists: [] } });
globalThis.document.querySelector = () => null;
globalThis.document.createTreeWalker = () => ({});
globalThis.document.createComment = () => ({});
globalThis.document.title = "Booth";
globalThis.addEventListener = () => {};
globalThis.location = new URL("https://open-floor.example/");
const { unreadOf } = await import("../../../static/js/booth/messages.js");
const { openByOthers } = await import("../../../static/js/booth/presence.js");
const { hostOf } = await import("../../../static/js/booth/documents.js");
const { isBooth, nameOf } = await import("../../../static/js/shared/seat-name.js");
const { receipts, unread } = await import("../../../static/js/chairs/model/receipts.js");

const note = (number, seat, acknowledged = [], more = {}) => ({ note: number, seat, acknowledged, ...more });

test("unread messages of a booth: not its own, not acknowledged, oldest first", () => {
  const notes = [
    note(1, "chair.a", ["booth"]),
    note(2, "booth"),
    note(3, "booth.en_fr"),
    note(4, "chair.b", ["chair.a"]),
  ];
  assert.deepEqual(
    unreadOf(notes, "booth").map(({ note: number }) => number),
    [3, 4],
  );
});

test("the marks of other pages count, also those of the same seat", () => {
  const marks = [
    { seat: "booth", number: 1, page: "mine" },
    { seat: "booth", number: 2, page: "other" },
    { seat: "booth.en_fr", number: 3, page: "third" },
  ];
  assert.deepEqual(
    [...openByOthers(marks, "mine")],
    [
      [2, "booth"],
      [3, "booth.en_fr"],
    ],
  );
});

test("only https addresses are links", () => {
  assert.equal(hostOf("https://un.example/a"), "un.example");
  for (const url of ["http://un.example/a", "javascript:alert(1)", "data:text/html,x", "", "//un.example"]) {
    assert.equal(hostOf(url), "", url);
  }
});

test("a chair reads the organiser's notes first, then the booths', then the chairs'", () => {
  const notes = [note(1, "chair.b"), note(2, "booth.en_fr"), note(3, "organiser"), note(4, "booth")];
  assert.deepEqual(
    unread(notes, "chair.a").map(({ note: number }) => number),
    [3, 2, 4, 1],
  );
});

test("receipts: a chair's note for the booths waits for the booths, a booth's note for the chairs only", () => {
  const chairs = ["chair.a", "chair.b"];
  assert.deepEqual(
    receipts(note(1, "chair.a", ["booth.en_fr"], { to_booths: true }), chairs, ["booth.en_fr", "booth.en_es"]),
    {
      read: ["booth.en_fr"],
      waiting: ["chair.b", "booth.en_es"],
    },
  );
  assert.deepEqual(
    receipts(note(1, "booth", ["chair.a", "booth.en_es"], { to_booths: true }), chairs, ["booth.en_es"]),
    {
      read: ["chair.a", "booth.en_es"],
      waiting: ["chair.b"],
    },
  );
});

test("a seat is a booth with or without a name", () => {
  assert.deepEqual(["booth", "booth.en_fr", "boothx", "chair.a"].map(isBooth), [true, true, false, false]);
  assert.equal(nameOf("booth.gone"), "The booth");
});
