import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readStored, writeStored } from "../../../static/js/shared/storage.js";

/** Return a storage in memory. While `isFull` is true, each write fails. */
function storage(texts = {}) {
  const entries = new Map(Object.entries(texts));
  return {
    entries,
    isFull: false,
    getItem: (key) => entries.get(key) ?? null,
    setItem(key, text) {
      if (this.isFull) throw new Error("full");
      entries.set(key, text);
    },
    removeItem: (key) => entries.delete(key),
  };
}
const give = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

let local;
beforeEach(() => {
  local = storage();
  give("localStorage", local);
  give("sessionStorage", storage());
});

test("a value is stored as JSON under the prefix, and null deletes it", () => {
  assert.equal(writeStored("size", { step: 2 }), true);
  assert.deepEqual([...local.entries], [["open-floor.size", '{"step":2}']]);
  assert.deepEqual(readStored("size", null), { step: 2 });
  writeStored("size", null);
  assert.equal(local.entries.size, 0);
  assert.equal(readStored("size", 1), 1);
});

test("the two areas are separate", () => {
  writeStored("x", 1, "sessionStorage");
  assert.equal(readStored("x", 0), 0);
  assert.equal(readStored("x", 0, "sessionStorage"), 1);
});

test("unsent questions under the old key are moved to the new one", () => {
  const entries = [{ key: "key-0001", act: "ask", body: { text: "Who decides?" }, state: "saved" }];
  local.entries.set("of-outbox-ABC", JSON.stringify(entries));
  assert.deepEqual(readStored("outbox-ABC", []), entries);
  assert.deepEqual([...local.entries.keys()], ["open-floor.outbox-ABC"]);
  assert.deepEqual(readStored("outbox-ABC", []), entries);
});

test("if the storage is full, a value stays under the old key and is read from the old key", () => {
  local.entries.set("of-outbox-ABC", "[1]");
  local.isFull = true;
  assert.deepEqual(readStored("outbox-ABC", []), [1]);
  assert.deepEqual([...local.entries.keys()], ["of-outbox-ABC"]);
});

test("writing deletes the old key, so that a sent question does not come back", () => {
  local.entries.set("of-outbox-ABC", "[1]");
  writeStored("outbox-ABC", null);
  assert.deepEqual(readStored("outbox-ABC", []), []);
});

test("the plain text of earlier versions is read where a text is expected", () => {
  local.entries.set("of-booth-keys", "off");
  local.entries.set("of-outbox-ABC", "off");
  assert.equal(readStored("booth-keys", "on"), "off");
  assert.deepEqual(readStored("outbox-ABC", []), []);
});

test("a value that the browser refuses lasts in memory until it can be stored", () => {
  local.isFull = true;
  assert.equal(writeStored("draft", "new"), false);
  assert.equal(readStored("draft", ""), "new");
  local.isFull = false;
  assert.equal(writeStored("draft", "newer"), true);
  assert.equal(readStored("draft", ""), "newer");
});

test("without any storage nothing throws", () => {
  give("localStorage", undefined);
  assert.equal(readStored("keys", "on"), "on");
  assert.equal(writeStored("keys", "off"), false);
  assert.equal(readStored("keys", "on"), "off");
});
