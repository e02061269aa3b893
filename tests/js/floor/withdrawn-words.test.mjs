import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, withdrawnWords } from "../../../static/js/floor/withdrawn-words.js";

const question = {
  number: 7,
  text: "Who pays?",
  group: "media",
  region: null,
  to: null,
  name: "Ana",
  show_name: true,
  machine: false,
  language: "es",
  language_source: "detected",
};

test("the body of a new question has the words and choices of the withdrawn question", () => {
  assert.deepEqual(bodyOf(question, "en"), {
    text: "Who pays?",
    hint: "en",
    group: "media",
    name: "Ana",
    show_name: true,
    machine: false,
  });
  const choices = { region: "africa", topic: "rights", to: "socco" };
  const chosen = { ...question, name: null, machine: true, language_source: "chosen", ...choices };
  assert.deepEqual(bodyOf(chosen, "en"), {
    text: "Who pays?",
    hint: "en",
    group: "media",
    language: "es",
    region: "africa",
    topic: "rights",
    to: "socco",
  });
});

test("the words are held for ten seconds, or until they are asked again", () => {
  const timers = [];
  let changes = 0;
  const words = withdrawnWords({
    hint: "en",
    onChange: () => changes++,
    timer: (callback, delay) => timers.push({ callback, delay }),
  });
  words.hold(undefined);
  words.hold(question);
  assert.deepEqual([words.has(7), timers.length, timers[0].delay], [true, 1, 10_000]);
  timers[0].callback();
  assert.deepEqual([words.has(7), words.take(7), changes], [false, undefined, 1]);
  words.hold(question);
  assert.equal(words.take(7)?.text, "Who pays?");
  timers[1].callback();
  assert.deepEqual([words.has(7), changes], [false, 1]);
});
