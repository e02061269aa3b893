import assert from "node:assert/strict";
import { test } from "node:test";
import { isEnough, offersOf, similarTo } from "../../../static/js/floor/similar-lookup.js";

const LONG = "Who decides what is published?";
const view = (number, status, more) => ({ number, status, text: `${number}?`, votes: 2, ...more });

/** A watcher with a clock of its own: `wait(ms)` lets the time pass; every request waits in `asked` for its answer. */
function desk({ pause = 1000, patience = 4000 } = {}) {
  const timers = new Map();
  const asked = [],
    found = [];
  let now = 0,
    next = 1;
  const it = similarTo({
    pause,
    patience,
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
    onFound: (views) => found.push(views.map(({ number }) => number)),
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
  return { written: (text, more) => it.written({ text, ...more }), asked, found, wait, settle };
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

test("it asks once, after a pause, with what the question says of itself", async () => {
  const { written, asked, found, wait, settle } = desk();
  assert.equal(written("Who decides"), false);
  assert.equal(written("Who decides what is"), true);
  await wait(999);
  written(LONG, { language: "en", hint: "fr" });
  await wait(999);
  assert.equal(asked.length, 0);
  await wait(1);
  assert.deepEqual(
    asked.map(({ body }) => body),
    [{ text: LONG, language: "en", hint: "fr" }],
  );
  asked[0].answer([4, 7, 9, 11]);
  await settle();
  assert.deepEqual(found, [[4, 7, 9]]);
  written(`${LONG} `);
  await wait(5000);
  assert.equal(asked.length, 1, "blanks at the end ask nothing new");
});

test("a changed text drops the request under way, and a short one what was found", async () => {
  const { written, asked, found, wait, settle } = desk();
  written(LONG);
  await wait(1000);
  written(`${LONG} And when?`);
  assert.equal(asked[0].signal.aborted, true);
  await settle();
  assert.deepEqual(found, []);
  await wait(1000);
  asked[1].answer([4]);
  await settle();
  written("");
  assert.deepEqual(found, [[4], []]);
});

test("an error or a late answer is the same as nothing similar", async () => {
  const { written, asked, found, wait, settle } = desk();
  written(LONG);
  await wait(1000);
  asked[0].fail(Object.assign(new Error("busy"), { status: 503 }));
  await settle();
  written(`${LONG} And when?`);
  await wait(1000);
  await wait(4000);
  assert.equal(asked[1].signal.aborted, true);
  written(`${LONG} And why?`);
  await wait(1000);
  asked[2].answer([4]);
  await settle();
  assert.deepEqual(found, [[4]]);
});

test("what was found stays until the next answer, and goes with an error", async () => {
  const { written, asked, found, wait, settle } = desk();
  written(LONG);
  await wait(1000);
  asked[0].answer([4]);
  await settle();
  written(`${LONG} And when?`);
  assert.deepEqual(found, [[4]]);
  await wait(1000);
  asked[1].fail(new Error("network"));
  await settle();
  assert.deepEqual(found, [[4], []]);
});

test("a server without this route is not asked again", async () => {
  const { written, asked, wait, settle } = desk();
  written(LONG);
  await wait(1000);
  asked[0].fail(Object.assign(new Error("none"), { status: 404 }));
  await settle();
  assert.equal(written(`${LONG} And when?`), false);
  await wait(5000);
  assert.equal(asked.length, 1);
});

const state = {
  questions: { 1: view(1, "next"), 2: view(2, "approved", { votes: 5 }), 3: view(3, "live") },
  queue: [2],
  settings: { phase: "open" },
};
const nobody = { questions: [], votes: [] };

test("an offer is as the floor has it now, and says where it stands", () => {
  const found = [
    view(2, "approved", { votes: 1 }),
    view(1, "next"),
    view(3, "live"),
    view(8, "answered"),
    view(9, "approved"),
  ];
  assert.deepEqual(
    offersOf(found, state, nobody).map(({ view: { number, votes }, where, mayVote }) => [
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
    "what has left the list is not offered",
  );
});

test("no vote for one's own, for what is asked with it, or while nobody may vote", () => {
  const found = [view(2, "approved")];
  const offered = (own, phase = "open") =>
    offersOf(found, { ...state, settings: { phase } }, own).map(({ isMine, isVoted, mayVote }) => ({
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
  assert.deepEqual(offered(nobody, "paused"), [{ isMine: false, isVoted: false, mayVote: false }]);
});
