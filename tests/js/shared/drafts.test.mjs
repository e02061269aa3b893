/* Tests of unsent texts that survive a reload. */

import assert from "node:assert/strict";
import { test } from "node:test";

const stored = new Map();
globalThis.sessionStorage = {
  getItem: (name) => stored.get(name) ?? null,
  setItem: (name, text) => stored.set(name, text),
  removeItem: (name) => stored.delete(name),
};
globalThis.location = { pathname: "/s/ABC" };
globalThis.document = { activeElement: null };
const listeners = [];
globalThis.addEventListener = (_, listener) => listeners.push(listener);
const { keepDrafts, takeDrafts } = await import("../../../static/js/shared/drafts.js");

test("a draft that was sent after Back is not stored any more", () => {
  let draft = { text: "Who decides?" };
  keepDrafts(() => draft);
  const leave = () => {
    for (const listener of listeners) listener();
  };
  leave(); // The person leaves the page. The draft is stored, and the browser keeps the page in memory.
  draft = null; // The person goes back to the page, which the browser still has in memory, and sends the text.
  leave();
  assert.equal(takeDrafts(), null);
});
