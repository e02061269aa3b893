/* Tests of the checklist on the organiser's page: each step of the rehearsal with its state. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { checklist } from "../../../static/js/organiser/checklist.js";

const seat = (name, first_opened = null, revoked = false) => ({ seat: name, first_opened, revoked });
const STATE = {
  session: "AB12",
  links: { attendee: "https://floor.example/s/AB12" },
  starts: "2030-06-04T15:00:00Z",
  ends: "2030-06-04T16:30:00Z",
  seats: [seat("attendee"), seat("organiser", "x"), seat("chair.a"), seat("stage", "x"), seat("booth", null, true)],
  preparation: { titles_missing: 0, imported: 0, tried: 0 },
};
const steps = (changes) => checklist({ ...STATE, ...changes }).map(({ name, words, isDone }) => [name, words, isDone]);

test("a session that is set up: the links and the rehearsal are left", () =>
  assert.deepEqual(steps({}), [
    ["setup", "done", true],
    ["import", "if people sent some before", false],
    ["handout", "1 link not opened yet", false],
    ["rehearse", "ask a question from a phone", false],
    ["open", "when the session begins", false],
  ]));

test("a session without titles and end, with questions and with all links opened", () =>
  assert.deepEqual(
    steps({
      ends: null,
      seats: [seat("organiser"), seat("chair.a", "x")],
      preparation: { titles_missing: 2, imported: 1200, tried: 1 },
    }),
    [
      ["setup", "2 titles missing, date and time missing", false],
      ["import", "1,200 questions", true],
      ["handout", "all links opened", true],
      ["rehearse", "1 question", true],
      ["open", "when the session begins", false],
    ],
  ));

test("each step leads to its page", () =>
  assert.deepEqual(
    checklist(STATE).map(({ address }) => address),
    ["/s/AB12/setup", "/s/AB12/import", "/s/AB12/handout", "https://floor.example/s/AB12", "#phase-heading"],
  ));

test("after the rehearsal there is no checklist", () =>
  assert.deepEqual(checklist({ ...STATE, preparation: null }), []));
