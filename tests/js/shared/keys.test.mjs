/** Keys of the dashboard: the same caps on every keyboard and in every language. */

import assert from "node:assert/strict";
import test from "node:test";
import { digitOf, isSingleCharacter, isTyping, wishOf } from "../../../static/js/shared/keys.js";

const press = (key, more = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

test("letters make wishes", () => {
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
  for (const [key, wish] of Object.entries(expected)) assert.equal(wishOf(press(key)), wish, key);
  assert.equal(wishOf(press("q")), null);
});

test("Shift+Enter advances; a bare Enter or blank does not", () => {
  assert.equal(wishOf(press("Enter", { shiftKey: true })), "advance");
  assert.equal(wishOf(press("Enter")), null);
  assert.equal(wishOf(press(" ")), null);
});

test("Shift+Backspace clears the screen, and only that", () => {
  assert.equal(wishOf(press("Backspace", { shiftKey: true })), "screen");
  assert.equal(wishOf(press("Backspace")), null);
  assert.equal(wishOf(press("Backspace", { shiftKey: true, altKey: true })), null);
  assert.equal(isSingleCharacter(press("Backspace", { shiftKey: true })), false);
});

test("signs that need Shift on some keyboards act with it or without", () => {
  for (const shiftKey of [true, false]) {
    assert.equal(wishOf(press(".", { shiftKey })), "menu");
    assert.equal(wishOf(press("+", { shiftKey })), "add");
  }
});

test("combinations of the browser are left alone", () => {
  for (const modifier of ["ctrlKey", "metaKey"]) assert.equal(wishOf(press("a", { [modifier]: true })), null);
  assert.equal(wishOf(press("a", { altKey: true })), null);
  assert.equal(wishOf(press("a", { isComposing: true })), null);
});

test("a keyboard of another script gives letters by place", () => {
  assert.equal(wishOf(press("ф", { code: "KeyA" })), "approve");
  assert.equal(wishOf(press("ش", { code: "KeyA" })), "approve");
});

test("a Latin keyboard gives letters by what is on the cap", () => {
  assert.equal(wishOf(press("a", { code: "KeyQ" })), "approve");
});

test("Shift or Alt moves the question", () => {
  assert.equal(wishOf(press("J", { shiftKey: true })), "move_down");
  assert.equal(wishOf(press("K", { shiftKey: true })), "move_up");
  assert.equal(wishOf(press("ArrowUp", { altKey: true })), "move_up");
  assert.equal(wishOf(press("A", { shiftKey: true })), null);
});

test("digits go by physical key", () => {
  assert.equal(digitOf(press("&", { code: "Digit1" })), 1);
  assert.equal(digitOf(press("7", { code: "Numpad7" })), 7);
  assert.equal(digitOf(press("0", { code: "Digit0" })), null);
});

test("single characters are those that can be switched off", () => {
  assert.equal(isSingleCharacter(press("a")), true);
  assert.equal(isSingleCharacter(press("Enter", { shiftKey: true })), false);
  assert.equal(isSingleCharacter(press("ArrowDown")), false);
});

test("nothing without matches is typed into", () => assert.equal(isTyping(null), false));
