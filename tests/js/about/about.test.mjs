import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

process.env.TZ = "Asia/Tokyo";
const START = Date.parse("2026-07-01T13:00:00.000Z");
let clock, answers, timers, tick;
let countdown = null;
let readerTimes = [];
const heading = { dataset: { left: "Starts in %(time)s", due: "Starting now" }, textContent: "" };
const askPlace = { hidden: true };
const about = { dataset: { url: "/s/X/about" }, toggleAttribute: (name, isOn) => (about[name] = isOn) };
const elements = { about, "ask-place": askPlace, look: null };

/** Return a page element. Replacing its content removes the countdown, as after the start of the session. */
const anyPart = () => ({ dataset: {}, childNodes: [], replaceChildren: () => (countdown = null) });

globalThis.document = {
  documentElement: { lang: "en" },
  getElementById: (id) => (id in elements ? elements[id] : anyPart()),
  querySelector: (selector) => countdown && (selector === ".countdown" ? countdown : heading),
  querySelectorAll: () => readerTimes,
};
globalThis.DOMParser = class {
  parseFromString() {
    return { getElementById: () => null };
  }
};
globalThis.fetch = async () => {
  const answer = answers.shift();
  if (answer === "no network") throw new TypeError(answer);
  return { ok: answer === 200, text: async () => "" };
};
globalThis.setInterval = (run) => (tick = run);
globalThis.setTimeout = (run, ms) => timers.push({ run, ms });
globalThis.clearTimeout = (id) => (timers[id - 1] = null);
Math.random = () => 0.5;

const { show } = await import("../../../static/js/about.js");
const settled = () => new Promise(setImmediate);
const waiting = () => timers.filter(Boolean).map(({ ms }) => ms);
async function runTimer() {
  const index = timers.findIndex(Boolean);
  const { run } = timers[index];
  timers[index] = null;
  run();
  await settled();
}

beforeEach(() => {
  clock = START - 1_000;
  timers = [];
  countdown = { dataset: { starts: new Date(START).toISOString() }, remove: () => (countdown = null) };
  askPlace.hidden = true;
});

test("the countdown stays until a read after the start succeeds", async () => {
  answers = [503, 429, "no network", 200];
  await show(() => clock);
  assert.equal(heading.textContent, "Starts in 1 sec");
  assert.deepEqual(waiting(), [5_500]);

  clock = START;
  tick();
  assert.equal(heading.textContent, "Starting now");
  assert.equal(about["data-starts"], undefined);
  for (const left of [2, 1]) {
    await runTimer();
    tick();
    assert.deepEqual([waiting(), answers.length, askPlace.hidden], [[5_500], left, true]);
    assert.ok(countdown);
  }
  await runTimer();
  tick();
  assert.deepEqual([waiting(), answers.length, askPlace.hidden, countdown], [[], 0, false, null]);
  assert.equal(about["data-starts"], false);
});

test("the first read at the start comes within three seconds, and the next ones later", async () => {
  answers = [200];
  const before = countdown;
  await show(() => clock);
  countdown = before;
  clock = START;
  answers = [503];
  tick();
  assert.deepEqual(waiting(), [1_500]);
  await runTimer();
  assert.deepEqual(waiting(), [5_500]);
});

test("a change during a read leads to one more read", async () => {
  answers = [200, 200, 200];
  await Promise.all([show(() => clock), show(() => clock), show(() => clock)]);
  await settled();
  assert.equal(answers.length, 1);
});

test("start and end are in the reader's zone, with a day where it changes", async () => {
  const times = { readerTime: "%(time)s where you are", zone: "Europe/Paris", offset: "120" };
  const texts = async (more) => {
    readerTimes = [{ dataset: { ...times, ...more } }];
    answers = [200];
    await show(() => clock);
    return [readerTimes[0].hidden, readerTimes[0].textContent];
  };
  const at = "2026-07-01T13:00:00.000Z";
  assert.deepEqual(await texts({ at }), [false, "22:00 where you are"]);
  assert.deepEqual(await texts({ at, until: "2026-07-01T14:30:00.000Z" }), [false, "22:00 – 23:30 where you are"]);
  assert.deepEqual(await texts({ at, until: "2026-07-01T15:30:00.000Z" }), [
    false,
    "22:00 – Thu 2 Jul, 00:30 where you are",
  ]);
  const late = { at: "2026-07-01T16:00:00.000Z", until: "2026-07-01T17:00:00.000Z" };
  assert.deepEqual(await texts(late), [false, "Thu 2 Jul, 01:00 – 02:00 where you are"]);
  assert.equal((await texts({ at, zone: "Asia/Tokyo", offset: "540" }))[0], true);
});
