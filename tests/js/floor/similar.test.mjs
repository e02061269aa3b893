import assert from "node:assert/strict";
import { test } from "node:test";
import { isEnough, offersOf, similarLookup } from "../../../static/js/floor/similar-lookup.js";

const LONG = "Who decides what is published?";
const view = (number, status, values) => ({ number, status, text: `${number}?`, votes: 2, ...values });

/**
 * Return a lookup of similar questions that runs on a simulated clock. `wait(ms)` advances the clock. `asked`: the
 * requests that the lookup has sent. The test answers each of them by its `answer` or `fail`.
 */
function lookupWithClock({ pause = 1000, timeout = 4000 } = {}) {
  const timers = new Map();
  const asked = [],
    results = [];
  let now = 0,
    next = 1;
  const lookup = similarLookup({
    pause,
    timeout,
    later: (run, ms) => {
      timers.set(next, { run, at: now + ms });
      return next++;
    },
    cancel: (id) => timers.delete(id),
    ask: (body, signal) =>
      new Promise((answer, fail) => {
        signal.addEventListener("abort", () => fail(new Error("aborted")));
        asked.push({
          body,
          signal,
          answer: (numbers) => answer({ similar: numbers.map((number) => view(number, "approved")) }),
          fail,
        });
      }),
    onFound: (views) => results.push(views.map(({ number }) => number)),
  });
  const settle = () => new Promise((done) => setImmediate(done));
  async function wait(ms) {
    now += ms;
    for (const [id, { run, at }] of [...timers])
      if (at <= now) {
        timers.delete(id);
        run();
      }
    await settle();
  }
  return { update: (text, values) => lookup.update({ text, ...values }), asked, results, wait, settle };
}

for (const [text, enough] of [
  ["", false],
  ["Why?", false],
  ["who decides this", false],
  ["  who   decides\n this now ", true],
  ["谁来决定哪些组织可以", true],
  ["谁来决定", false],
]) {
  test(`"${text}" is ${enough ? "" : "not "}enough`, () => assert.equal(isEnough(text), enough));
}

test("a lookup sends one request, after a pause, with text, language and hint", async () => {
  const { update, asked, results, wait, settle } = lookupWithClock();
  assert.equal(update("Who decides"), false);
  assert.equal(update("Who decides what is"), true);
  await wait(999);
  update(LONG, { language: "en", hint: "fr" });
  await wait(999);
  assert.equal(asked.length, 0);
  await wait(1);
  assert.deepEqual(
    asked.map(({ body }) => body),
    [{ text: LONG, language: "en", hint: "fr" }],
  );
  asked[0].answer([4, 7, 9, 11]);
  await settle();
  assert.deepEqual(results, [[4, 7, 9]]);
  update(`${LONG} `);
  await wait(5000);
  assert.equal(asked.length, 1, "blanks at the end ask nothing new");
});

test("a changed text drops the present request, and a short text drops the results", async () => {
  const { update, asked, results, wait, settle } = lookupWithClock();
  update(LONG);
  await wait(1000);
  update(`${LONG} And when?`);
  assert.equal(asked[0].signal.aborted, true);
  await settle();
  assert.deepEqual(results, []);
  await wait(1000);
  asked[1].answer([4]);
  await settle();
  update("");
  assert.deepEqual(results, [[4], []]);
});

test("an error and a late answer count as nothing similar", async () => {
  const { update, asked, results, wait, settle } = lookupWithClock();
  update(LONG);
  await wait(1000);
  asked[0].fail(Object.assign(new Error("busy"), { status: 503 }));
  await settle();
  update(`${LONG} And when?`);
  await wait(1000);
  await wait(4000);
  assert.equal(asked[1].signal.aborted, true);
  update(`${LONG} And why?`);
  await wait(1000);
  asked[2].answer([4]);
  await settle();
  assert.deepEqual(results, [[4]]);
});

test("results stay until the next answer; an error removes them", async () => {
  const { update, asked, results, wait, settle } = lookupWithClock();
  update(LONG);
  await wait(1000);
  asked[0].answer([4]);
  await settle();
  update(`${LONG} And when?`);
  assert.deepEqual(results, [[4]]);
  await wait(1000);
  asked[1].fail(new Error("network"));
  await settle();
  assert.deepEqual(results, [[4], []]);
});

test("a server without the route is not asked again", async () => {
  const { update, asked, wait, settle } = lookupWithClock();
  update(LONG);
  await wait(1000);
  asked[0].fail(Object.assign(new Error("none"), { status: 404 }));
  await settle();
  assert.equal(update(`${LONG} And when?`), false);
  await wait(5000);
  assert.equal(asked.length, 1);
});

const state = {
  questions: { 1: view(1, "next"), 2: view(2, "approved", { votes: 5 }), 3: view(3, "live") },
  queue: [2],
  settings: { phase: "open" },
};
const nothing = { questions: [], votes: [] };

test("an offer has its present state and its place", () => {
  const results = [
    view(2, "approved", { votes: 1 }),
    view(1, "next"),
    view(3, "live"),
    view(8, "answered"),
    view(9, "approved"),
  ];
  assert.deepEqual(
    offersOf(results, state, nothing).map(({ view: { number, votes }, where, mayVote }) => [
      number,
      votes,
      where,
      mayVote,
    ]),
    [
      [2, 5, "Number 2 in the list", true],
      [1, 2, "Next", true],
      [3, 2, "Now", false],
      [8, 2, "Answered", false],
    ],
    "a question that has left the list is not offered",
  );
});

test("no vote for an own question, for its lead, or in a phase without votes", () => {
  const results = [view(2, "approved")];
  const offered = (mine, phase = "open") =>
    offersOf(results, { ...state, settings: { phase } }, mine).map(({ isMine, isVoted, mayVote }) => ({
      isMine,
      isVoted,
      mayVote,
    }));
  assert.deepEqual(offered({ questions: [{ number: 2, lead: null }], votes: [] }), [
    { isMine: true, isVoted: false, mayVote: false },
  ]);
  assert.deepEqual(offered({ questions: [{ number: 6, lead: 2 }], votes: [] }), [
    { isMine: true, isVoted: false, mayVote: false },
  ]);
  assert.deepEqual(offered({ questions: [], votes: [2] }), [{ isMine: false, isVoted: true, mayVote: true }]);
  assert.deepEqual(offered(nothing, "paused"), [{ isMine: false, isVoted: false, mayVote: false }]);
});
