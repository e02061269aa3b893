import assert from "node:assert/strict";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

givePage({ lang: "en" });
globalThis.document.documentElement = { dataset: { link: "live" } };
const { questionEdits, valuesOf } = await import("../../../static/js/floor/edits.js");

const question = (values) => ({
  number: 7,
  version: 1,
  text: "Who pays?",
  group: "media",
  language: "en",
  language_source: "detected",
  region: null,
  to: null,
  name: null,
  show_name: false,
  machine: true,
  ...values,
});

/**
 * Return `edits`, the editor under test, with a record of its effects.
 *
 * - `sent`: the commands that it has sent.
 * - `seen`: the edits that it saved last, the questions that came with refusals, and how often it caught up.
 *
 * `answers`: the server's answers, in order. `stored`: the saved edits at the start.
 */
function editor(answers = [], stored = []) {
  const sent = [];
  const seen = { saved: null, questions: [], caughtUp: 0 };
  const edits = questionEdits({
    send: async (act, body, { key }) => {
      sent.push([act, body, key]);
      return answers.shift();
    },
    newKey: () => `key-${sent.length + 1}`,
    hint: "fr",
    check: ({ text }) => (text ? "" : "empty"),
    load: () => stored,
    save: (open) => {
      seen.saved = structuredClone(open);
    },
    onQuestion: (present) => seen.questions.push(present),
    catchUp: async () => {
      seen.caughtUp += 1;
    },
    onChange: () => {},
  });
  return { edits, sent, seen };
}

test("the values of a question are the body of `ask` that repeats it", () => {
  assert.deepEqual(valuesOf(question()), { text: "Who pays?", group: "media" });
  const chosen = {
    language_source: "chosen",
    to: "socco",
    name: "Ana",
    show_name: true,
    region: "weog",
    topic: "rights",
    machine: false,
  };
  assert.deepEqual(valuesOf(question(chosen)), {
    text: "Who pays?",
    group: "media",
    language: "en",
    region: "weog",
    topic: "rights",
    to: "socco",
    name: "Ana",
    show_name: true,
    machine: false,
  });
});

test("accepted words close the editor", async () => {
  const { edits, sent, seen } = editor([{ ok: true }]);
  edits.open(question());
  edits.write(7, { text: "Who decides?", group: "media" });
  assert.equal(seen.saved[0].values.text, "Who decides?");
  await edits.keep(7);
  assert.deepEqual(sent, [
    ["edit", { number: 7, version: 1, hint: "fr", text: "Who decides?", group: "media" }, "key-1"],
  ]);
  assert.deepEqual([edits.find(7), seen.saved, seen.caughtUp], [undefined, [], 0]);
});

test("after a lost answer, the same words have the same key and other words a new one", async () => {
  const lost = { ok: false, code: "network", message: "No connection." };
  const { edits, sent } = editor([lost, lost, { ok: true }]);
  edits.open(question());
  await edits.keep(7);
  assert.equal(edits.find(7).message, "No answer from the server. Your new words are kept here: please try again.");
  await edits.keep(7);
  edits.write(7, { text: "Who decides?", group: "media" });
  await edits.keep(7);
  assert.deepEqual(
    sent.map(([, , key]) => key),
    ["key-1", "key-1", "key-3"],
  );
});

test("a changed question keeps the new words, and the next attempt has the present version", async () => {
  for (const code of ["question.stale", "question.acted_on", "act.not_allowed"]) {
    const present = question({ version: 4, text: "Who pays, in short?" });
    const { edits, sent, seen } = editor([{ ok: false, code, message: "Changed.", question: present }, { ok: true }]);
    edits.open(question());
    edits.write(7, { text: "Who decides?", group: "media" });
    await edits.keep(7);
    const { isStale, version, values } = edits.find(7);
    assert.deepEqual([isStale, version, values.text, seen.questions], [true, 4, "Who decides?", [present]]);
    await edits.keep(7);
    assert.equal(sent[1][1].version, 4);
  }
});

test("words that cannot be sent are not sent", async () => {
  const { edits, sent } = editor();
  edits.open(question());
  edits.write(7, { text: "", group: "media" });
  await edits.keep(7);
  assert.deepEqual([edits.find(7).message, sent], ["empty", []]);
});

test("after a reload the words are in the editor, and the attempt can be repeated", async () => {
  const first = editor([{ ok: false, code: "network", message: "" }]);
  first.edits.open(question());
  first.edits.write(7, { text: "Who decides?", group: "media" });
  await first.edits.keep(7);
  const { edits, sent } = editor([{ ok: true }], first.seen.saved);
  assert.equal(edits.find(7).first.text, "Who decides?");
  await edits.keep(7);
  assert.equal(sent[0][2], "key-1");
});
