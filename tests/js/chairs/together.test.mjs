/** Tests of merging: the questions into which a question can be merged, similar questions, and merged questions. */

import assert from "node:assert/strict";
import test from "node:test";
import { candidates, MOST_CANDIDATES, similarTo } from "../../../static/js/chairs/model/candidates.js";
import { noFilter } from "../../../static/js/chairs/model/filter.js";
import { followersOf, groupsOf, matchesTogether } from "../../../static/js/chairs/model/together.js";

const view = (number, status, fields = {}) => ({
  number,
  status,
  text: `Text ${number}`,
  group: "other",
  merged: null,
  ...fields,
});
const stateOf = (views, queue = []) => ({
  questions: Object.fromEntries(views.map((question) => [question.number, question])),
  queue,
});
const numbers = (list) => list.map((candidate) => candidate.view.number);

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

test("similar questions: most similar first, leads instead of merged questions, only open questions", () => {
  assert.deepEqual(
    similarTo(asking, state).map((candidate) => [candidate.view.number, candidate.score]),
    [
      [21, 0.9],
      [8, 0.7],
    ],
  );
});

test("no question is similar to itself, to its follower, or without the server's word", () => {
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

test("candidates: similar questions, Now, Next, the queue, Incoming; not the question itself, no merged question", () => {
  assert.deepEqual(numbers(candidates(asking, state, "")), [21, 8, 2, 6, 3]);
  assert.deepEqual(
    candidates(asking, state, "").map((candidate) => candidate.score),
    [0.9, 0.7, null, null, null],
  );
});

test("words find a lead by its own text and by those of its followers", () => {
  assert.deepEqual(numbers(candidates(asking, state, "courts")), [8]);
  assert.deepEqual(numbers(candidates(asking, state, "text 6")), [6]);
  assert.deepEqual(numbers(candidates(asking, state, "nothing like it")), []);
});

test("the question with the number comes before texts that contain it", () => {
  const longer = stateOf([asking, view(3, "approved", { text: "In 21 days?" }), view(21, "pending")], [3]);
  assert.deepEqual(numbers(candidates(view(12, "pending"), longer, "21")), [21, 3]);
  assert.deepEqual(numbers(candidates(view(12, "pending"), state, "5")), [8]);
});

test("at most MOST_CANDIDATES candidates", () => {
  const crowd = stateOf(Array.from({ length: 60 }, (_, index) => view(index + 1, "pending")));
  assert.equal(candidates(crowd.questions[1], crowd, "").length, MOST_CANDIDATES);
});

test("followers are listed although the page does not have their views", () => {
  const lead = view(8, "answered", { merged: { count: 2, numbers: [5, 40] } });
  assert.deepEqual(followersOf(lead, state.questions), [
    { number: 5, view: state.questions[5] },
    { number: 40, view: null },
  ]);
  assert.deepEqual(followersOf(view(1, "pending"), state.questions), []);
});

test("a filter finds a lead by the words of a follower; its other parts still apply", () => {
  const lead = state.questions[8];
  assert.equal(matchesTogether(lead, { ...noFilter, text: "courts" }, state.questions), true);
  assert.equal(matchesTogether(lead, { ...noFilter, text: "courts", group: "media" }, state.questions), false);
  assert.equal(matchesTogether(lead, { ...noFilter, group: "media" }, state.questions), false);
});

test("the groups of leads and followers: each once, in the order of the word list", () => {
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
