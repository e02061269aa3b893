/** Tests that each shortcut of the dashboard is the same key on every keyboard and in every language. */

import assert from "node:assert/strict";
import test from "node:test";
import { digitOf, intentOf, isComposing, isSingleCharacter, isTyping } from "../../../static/js/shared/keys.js";

const press = (key, values = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...values,
});

test("each letter has its intent", () => {
  const expected = {
    j: "browse_down",
    k: "browse_up",
    a: "approve",
    d: "decline",
    n: "set_next",
    l: "take",
    u: "undo",
    m: "merge",
    e: "wording",
    s: "see_suggestion",
    "/": "find",
    "?": "keys",
    ".": "menu",
    "+": "add",
  };
  for (const [key, intent] of Object.entries(expected)) assert.equal(intentOf(press(key)), intent, key);
  assert.equal(intentOf(press("q")), null);
});

test("Shift+Enter advances; Enter or Space alone does not", () => {
  assert.equal(intentOf(press("Enter", { shiftKey: true })), "advance");
  assert.equal(intentOf(press("Enter")), null);
  assert.equal(intentOf(press(" ")), null);
});

test("Shift+Backspace clears the screen, and only that", () => {
  assert.equal(intentOf(press("Backspace", { shiftKey: true })), "screen");
  assert.equal(intentOf(press("Backspace")), null);
  assert.equal(intentOf(press("Backspace", { shiftKey: true, altKey: true })), null);
  assert.equal(isSingleCharacter(press("Backspace", { shiftKey: true })), false);
});

test("signs that need Shift on some keyboards work with and without it", () => {
  for (const shiftKey of [true, false]) {
    assert.equal(intentOf(press(".", { shiftKey })), "menu");
    assert.equal(intentOf(press("+", { shiftKey })), "add");
  }
});

test("key combinations of the browser have no intent", () => {
  for (const modifier of ["ctrlKey", "metaKey"]) assert.equal(intentOf(press("a", { [modifier]: true })), null);
  assert.equal(intentOf(press("a", { altKey: true })), null);
  assert.equal(intentOf(press("a", { isComposing: true })), null);
});

test("a keyboard of another script gives letters by position", () => {
  assert.equal(intentOf(press("ф", { code: "KeyA" })), "approve");
  assert.equal(intentOf(press("ش", { code: "KeyA" })), "approve");
});

test("the signs of other scripts open the help and the search", () => {
  assert.equal(intentOf(press("؟", { code: "Slash", shiftKey: true })), "keys");
  assert.equal(intentOf(press("？", { code: "Slash", shiftKey: true })), "keys");
  assert.equal(intentOf(press("／", { code: "Slash" })), "find");
});

test("a letter on the key of the slash opens the search, with Shift the help", () => {
  assert.equal(intentOf(press("ظ", { code: "Slash" })), "find");
  assert.equal(intentOf(press("ظ", { code: "Slash", shiftKey: true })), "keys");
  assert.equal(intentOf(press("é", { code: "Slash" })), "find"); // This is a Canadian French keyboard.
  assert.equal(intentOf(press("z", { code: "Slash" })), null); // This is a Dvorak keyboard.
  assert.equal(intentOf(press("-", { code: "Slash" })), null); // This is a German keyboard.
});

test("a key that an input method takes has no intent, also in Safari", () => {
  for (const taken of [{ isComposing: true }, { keyCode: 229 }]) {
    assert.equal(isComposing(press("Enter", taken)), true);
    assert.equal(intentOf(press("Enter", { shiftKey: true, ...taken })), null);
  }
  assert.equal(isComposing(press("Enter", { keyCode: 13 })), false);
});

test("a Latin keyboard gives letters by their label", () => {
  assert.equal(intentOf(press("a", { code: "KeyQ" })), "approve");
});

test("Shift or Alt moves the question", () => {
  assert.equal(intentOf(press("J", { shiftKey: true })), "move_down");
  assert.equal(intentOf(press("K", { shiftKey: true })), "move_up");
  assert.equal(intentOf(press("ArrowUp", { altKey: true })), "move_up");
  assert.equal(intentOf(press("A", { shiftKey: true })), null);
});

test("digits go by position", () => {
  assert.equal(digitOf(press("&", { code: "Digit1" })), 1);
  assert.equal(digitOf(press("7", { code: "Numpad7" })), 7);
  assert.equal(digitOf(press("0", { code: "Digit0" })), null);
});

test("single characters are the keys that can be switched off", () => {
  assert.equal(isSingleCharacter(press("a")), true);
  assert.equal(isSingleCharacter(press("Enter", { shiftKey: true })), false);
  assert.equal(isSingleCharacter(press("ArrowDown")), false);
});

test("without a target nothing is typed", () => assert.equal(isTyping(null), false));
