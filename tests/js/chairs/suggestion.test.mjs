/** Tests of the display of the suggested question on the dashboard. */

import assert from "node:assert/strict";
import test from "node:test";
import { endNotNow, shownSuggestion, suggestionOf } from "../../../static/js/chairs/model/suggestion.js";
import { ui } from "../../../static/js/chairs/model/ui.js";

const view = { number: 31, status: "approved" };
const suggestion = {
  number: 31,
  reasons: ["group_not_heard", "waiting"],
  groups: ["technical"],
  since: "2021-04-14T13:00:00.000Z",
};
const stateOf = (changes = {}) => ({
  questions: { 31: view },
  queue: [29, 31],
  counts: { suggestion },
  ...changes,
});

test("a suggestion has its question and the reasons", () => {
  assert.deepEqual(suggestionOf(stateOf()), {
    view,
    reasons: suggestion.reasons,
    groups: suggestion.groups,
    since: suggestion.since,
  });
});

test("a question that has left the queue or is no longer approved is not shown", () => {
  assert.equal(suggestionOf(stateOf({ queue: [29] })), null);
  assert.equal(suggestionOf(stateOf({ questions: {} })), null);
  assert.equal(suggestionOf(stateOf({ questions: { 31: { ...view, status: "next" } } })), null);
  assert.equal(suggestionOf(stateOf({ counts: { suggestion: null } })), null);
  assert.equal(suggestionOf(stateOf({ counts: {} })), null);
});

test("a suggestion that was put aside is hidden until another question is suggested", () => {
  Object.assign(ui, { state: stateOf(), notNow: 31 });
  endNotNow(ui.state);
  assert.equal(shownSuggestion(), null);
  const other = stateOf({ counts: { suggestion: { ...suggestion, number: 29 } } });
  endNotNow(other);
  endNotNow(stateOf());
  assert.equal(shownSuggestion().view.number, 31);
});
