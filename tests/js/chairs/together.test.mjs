/** Questions asked together: who may lead, who is close, for whom a lead speaks. */

import assert from "node:assert/strict";
import test from "node:test";
import { candidates, MOST_CANDIDATES, similarTo } from "../../../static/js/chairs/model/candidates.js";
import { noFilter } from "../../../static/js/chairs/model/filter.js";
import { followersOf, groupsOf, matchesTogether } from "../../../static/js/chairs/model/together.js";

const view = (number, status, more = {}) => ({
  number,
  status,
  text: `Text ${number}`,
  group: "other",
  merged: null,
  ...more,
});
const stateOf = (views, queue = []) => ({
  questions: Object.fromEntries(views.map((one) => [one.number, one])),
  queue,
});
const numbers = (found) => found.map((one) => one.view.number);

const asking = view(12, "pending", {
  similar: [
    { number: 5, score: 0.7 },
    { number: 21, score: 0.9 },
    { number: 99, score: 1 },
  ],
});
const state = stateOf(
  [
    asking,
    view(3, "pending"),
    view(21, "approved"),
    view(8, "approved", { merged: { count: 1, numbers: [5] } }),
    view(5, "merged", { lead: 8, text: "The courts" }),
    view(2, "live"),
    view(6, "next"),
  ],
  [8, 21],
);

test("similar questions come closest first; a merged one is found by its lead, one out of play not at all", () => {
  assert.deepEqual(
    similarTo(asking, state).map((one) => [one.view.number, one.score]),
    [
      [21, 0.9],
      [8, 0.7],
    ],
  );
});

test("nothing is similar where the server says nothing, nor is a question to itself or to what it leads already", () => {
  assert.deepEqual(similarTo(view(1, "pending"), state), []);
  assert.deepEqual(
    similarTo(
      {
        ...state.questions[8],
        similar: [
          { number: 5, score: 1 },
          { number: 8, score: 1 },
        ],
      },
      state,
    ),
    [],
  );
});

test("candidates: the similar ones, then now, next, the queue in its order, incoming; never oneself or a merged one", () => {
  assert.deepEqual(numbers(candidates(asking, state, "")), [21, 8, 2, 6, 3]);
  assert.deepEqual(
    candidates(asking, state, "").map((one) => one.score),
    [0.9, 0.7, null, null, null],
  );
});

test("words find a lead by its own text and by those whom it speaks for", () => {
  assert.deepEqual(numbers(candidates(asking, state, "courts")), [8]);
  assert.deepEqual(numbers(candidates(asking, state, "text 6")), [6]);
  assert.deepEqual(numbers(candidates(asking, state, "nothing like it")), []);
});

test("a number comes before whatever else it is found in", () => {
  const many = stateOf([asking, view(3, "approved", { text: "In 21 days?" }), view(21, "pending")], [3]);
  assert.deepEqual(numbers(candidates(view(12, "pending"), many, "21")), [21, 3]);
  assert.deepEqual(numbers(candidates(view(12, "pending"), state, "5")), [8]);
});

test("no more candidates than can be read", () => {
  const crowd = stateOf(Array.from({ length: 60 }, (_, index) => view(index + 1, "pending")));
  assert.equal(candidates(crowd.questions[1], crowd, "").length, MOST_CANDIDATES);
});

test("followers are named though the page does not hold them", () => {
  const lead = view(8, "answered", { merged: { count: 2, numbers: [5, 40] } });
  assert.deepEqual(followersOf(lead, state.questions), [
    { number: 5, view: state.questions[5] },
    { number: 40, view: null },
  ]);
  assert.deepEqual(followersOf(view(1, "pending"), state.questions), []);
});

test("a filter finds a lead by the words of a follower, but not past its other parts", () => {
  const lead = state.questions[8];
  assert.equal(matchesTogether(lead, { ...noFilter, text: "courts" }, state.questions), true);
  assert.equal(matchesTogether(lead, { ...noFilter, text: "courts", group: "media" }, state.questions), false);
  assert.equal(matchesTogether(lead, { ...noFilter, group: "media" }, state.questions), false);
});

test("groups spoken for: each once, in the order of the word list", () => {
  const questions = { 5: view(5, "merged", { group: "media" }), 9: view(9, "merged", { group: "government" }) };
  const leads = [
    view(8, "approved", { group: "media", merged: { count: 2, numbers: [5, 9, 77] } }),
    view(1, "pending", { group: "other" }),
  ];
  assert.deepEqual(groupsOf(leads, ["government", "igo", "media", "other"], questions), [
    "government",
    "media",
    "other",
  ]);
});
