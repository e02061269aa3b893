/** Tests of the search and the filters of the dashboard. */

import assert from "node:assert/strict";
import test from "node:test";
import { isFiltering, matches, matchesText, NO_TOPIC, noFilter } from "../../../static/js/chairs/model/filter.js";
import { fold } from "../../../static/js/shared/fold.js";

const question = {
  number: 12,
  status: "pending",
  language: "es",
  group: "media",
  text: "¿Qué dice la Resolución 75/282?",
  name: "Zoë",
};

test("an empty filter accepts every question", () => {
  assert.equal(isFiltering(noFilter), false);
  assert.equal(isFiltering({ ...noFilter, text: "  " }), false);
  assert.equal(matches(question, noFilter), true);
});

test("a topic, or no topic, is a part of the filter", () => {
  assert.equal(isFiltering({ ...noFilter, topic: "rights" }), true);
  const found = (topic, filter) => matches({ ...question, topic }, { ...noFilter, topic: filter });
  assert.deepEqual([found("rights", "rights"), found("access", "rights"), found(null, "rights")], [true, false, false]);
  assert.deepEqual([found("rights", NO_TOPIC), found(null, NO_TOPIC)], [false, true]);
});

test("accents, case and the order of words do not matter", () => {
  for (const search of ["resolucion", "RESOLUCIÓN dice", "dice  resol", "zoe", "75/282"]) {
    assert.equal(matchesText(question, search), true, search);
  }
  assert.equal(matchesText(question, "resolution"), false);
});

test("accents fold in other alphabets, and letters stay letters", () => {
  assert.equal(fold("Ёлка"), fold("елка"));
  assert.equal(matchesText({ number: 1, text: "من سيحمي" }, "سيحمي"), true);
});

test("a number finds its question in each usual notation", () => {
  for (const search of ["12", "#12", "No. 12", "nº 12", "n° 12", "№ 12", "١٢", "۱۲", "#１２"])
    assert.equal(matchesText(question, search), true, search);
  assert.equal(matchesText(question, "1"), false);
});

test("a question must pass every part of the filter", () => {
  assert.equal(matches(question, { ...noFilter, language: "es", group: "media", status: "pending" }), true);
  assert.equal(matches(question, { ...noFilter, language: "fr" }), false);
  assert.equal(matches(question, { ...noFilter, group: "igo" }), false);
  assert.equal(matches(question, { ...noFilter, status: "approved" }), false);
});

test("people find what they type on their keyboard", () => {
  const view = { ...question, text: "L’« œuvre » de Łódź coûte 10\u202f000 € ; ســـلام, Straße", number: 3 };
  for (const search of ["l'", '"oeuvre"', "lodz", "10000", "10 000", "١٠٠٠٠", "سلام", "STRASSE"])
    assert.equal(matchesText(view, search), true, search);
});
