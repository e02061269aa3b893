import assert from "node:assert/strict";
import { test } from "node:test";
import { questionActs } from "../../../static/js/floor/acts.js";

/**
 * Return the acts of a page, and the lists `sent` and `waits`. `sent`: the commands that the page sends, each as [act,
 * number]. `waits`: the delays before retries, each as [seconds, message at the question, act under way]. `answers`:
 * the server's answers, in order.
 */
function actsWith(answers) {
  const sent = [],
    waits = [];
  globalThis.document = { documentElement: { dataset: { link: "live" } } };
  const acts = questionActs({
    send: async (act, { number }) => {
      sent.push([act, number]);
      return answers.shift();
    },
    catchUp: async () => {},
    onChange: () => {},
    wait: async (seconds) => waits.push([seconds, acts.refusal(7), acts.current(7)]),
  });
  return { acts, sent, waits };
}

test("a vote that must wait is sent again after the time that the server names", async () => {
  const busy = { ok: false, status: 429, code: "limit.attendees", message: "Sent in 4 seconds.", retry_after: 4 };
  const { acts, sent, waits } = actsWith([busy, { ...busy, retry_after: 2 }, { ok: true, status: 200 }]);
  await acts.execute("vote", 7);
  assert.deepEqual(sent, [["vote", 7], ["vote", 7], ["vote", 7]]); // biome-ignore format: one line
  assert.deepEqual(waits, [[4, "Sent in 4 seconds.", "vote"], [2, "Sent in 4 seconds.", "vote"]]); // biome-ignore format: one line
  assert.deepEqual([acts.refusal(7), acts.current(7)], [undefined, undefined]);
});

test("a refused vote is shown at its question and not sent again", async () => {
  const { acts, sent, waits } = actsWith([{ ok: false, status: 409, code: "vote.own", message: "Your own question." }]);
  await acts.execute("vote", 7);
  assert.deepEqual([sent, waits], [[["vote", 7]], []]);
  assert.deepEqual([acts.refusal(7), acts.current(7)], ["Your own question.", undefined]);
});
