/* The attendee's acts on single questions: votes and withdrawals. */

/** @import {MyQuestions} from "../shared/contracts.d.ts" */
/** @import {CommandAnswer} from "../shared/stream/http.js" */

/**
 * Return whether the server has executed the act. The attendee's questions and votes, as last read from the server,
 * then show its effect.
 * @param {string} act
 * @param {number} number
 * @param {MyQuestions} mine
 */
function hasHappened(act, number, { votes, questions }) {
  if (act === "withdraw") return questions.some((view) => view.number === number && view.status === "withdrawn");
  return votes.includes(number) === (act === "vote");
}

const pause = (/** @type {number} */ seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/**
 * Return the functions for votes and withdrawals. `execute` sends an act. `current` returns the act that is under way
 * on a question. `refusal` returns the message if the last act on a question was refused.
 * @param {object} options
 * @param {(act: string, body: {number: number}) => Promise<CommandAnswer>} options.send
 * @param {() => Promise<void>} options.catchUp reads the stream and the attendee's questions
 * @param {() => void} options.onChange
 * @param {(seconds: number) => Promise<unknown>} [options.wait] waits this number of seconds
 */
export function questionActs({ send, catchUp, onChange, wait = pause }) {
  /** @type {Map<number, string>} The act that is being sent, by question number. */
  const busy = new Map();
  /** @type {Map<number, string>} The reason why the last act was refused, by question number. */
  const refusals = new Map();
  /** @type {Map<number, string>} The acts whose answer was lost, by question number. */
  const lost = new Map();
  /** @type {MyQuestions | null} The attendee's latest questions and votes from the server. */
  let latest = null;

  /** If the answer to an act was lost, but the server has executed the act, remove the error message of the act. */
  function forgetHappened() {
    for (const [number, act] of lost) {
      if (!latest || !hasHappened(act, number, latest)) continue;
      lost.delete(number);
      refusals.delete(number);
    }
  }

  return {
    /** @param {number} number */
    current: (number) => busy.get(number),
    /** @param {number} number */
    refusal: (number) => refusals.get(number),
    /**
     * Show the message of a refusal at a question.
     * @param {number} number
     * @param {CommandAnswer} answer
     */
    refuse(number, answer) {
      if (!answer.ok) refusals.set(number, answer.message);
      onChange();
    },
    /**
     * Store the attendee's questions and votes, which the server has just sent. If the answer to an act was lost, the
     * questions and votes show whether the server has executed the act.
     * @param {MyQuestions} mine
     */
    confirm(mine) {
      latest = mine;
      forgetHappened();
    },
    /**
     * Send an act. The effect of the act arrives through the stream. A refusal is shown at the question. If the refusal
     * has status 429, wait `retry_after` seconds and send the act again.
     * @param {string} act
     * @param {number} number
     */
    async execute(act, number) {
      busy.set(number, act);
      refusals.delete(number);
      lost.delete(number);
      onChange();
      let answer = await send(act, { number });
      while (!answer.ok && answer.status === 429 && answer.retry_after) {
        refusals.set(number, answer.message);
        onChange();
        await wait(answer.retry_after);
        refusals.delete(number);
        answer = await send(act, { number });
      }
      if (!answer.ok) {
        refusals.set(number, answer.message);
        if (answer.code === "network") lost.set(number, act);
        forgetHappened();
        busy.delete(number);
        onChange();
      }
      // If a socket is connected, the server sends each change over it. It sends nothing without a socket, or if the
      // act changed nothing (`already`). In these two cases, read the state.
      if (document.documentElement.dataset.link !== "live" || (answer.ok && answer.already)) await catchUp();
      busy.delete(number);
      onChange();
    },
  };
}
