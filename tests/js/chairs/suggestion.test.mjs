/** What a dashboard shows of the server's suggestion. */

import assert from "node:assert/strict";
import test from "node:test";
import { keepAside, shownSuggestion, suggestionOf } from "../../../static/js/chairs/model/suggestion.js";
import { ui } from "../../../static/js/chairs/model/ui.js";

const view = { number: 31, status: "approved" };
const said = {
  number: 31,
  reasons: ["group_not_heard", "waiting"],
  groups: ["technical"],
  since: "2021-04-14T13:00:00.000Z",
};
const stateOf = (changes = {}) => ({
  questions: { 31: view },
  queue: [29, 31],
  counts: { suggestion: said },
  ...changes,
});

test("a suggestion is its question with the reasons", () => {
  assert.deepEqual(suggestionOf(stateOf()), { view, reasons: said.reasons, groups: said.groups, since: said.since });
});

test("what has left the queue, or is no longer approved, is not shown", () => {
  assert.equal(suggestionOf(stateOf({ queue: [29] })), null);
  assert.equal(suggestionOf(stateOf({ questions: {} })), null);
  assert.equal(suggestionOf(stateOf({ questions: { 31: { ...view, status: "next" } } })), null);
  assert.equal(suggestionOf(stateOf({ counts: { suggestion: null } })), null);
  assert.equal(suggestionOf(stateOf({ counts: {} })), null);
});

test("put aside, it stays away until another is suggested", () => {
  Object.assign(ui, { state: stateOf(), notNow: 31 });
  keepAside(ui.state);
  assert.equal(shownSuggestion(), null);
  const other = stateOf({ counts: { suggestion: { ...said, number: 29 } } });
  keepAside(other);
  keepAside(stateOf());
  assert.equal(shownSuggestion().view.number, 31);
});
