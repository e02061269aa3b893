/* The attendee's acts on single questions: votes and withdrawals. */

/** @import {CommandAnswer} from "../shared/stream/http.js" */

/**
 * @param {object} options
 * @param {(act: string, body: {number: number}) => Promise<CommandAnswer>} options.send
 * @param {() => Promise<void>} options.catchUp reads the stream and the attendee's questions
 * @param {() => void} options.onChange
 */
export function questionActs({ send, catchUp, onChange }) {
  /** @type {Map<number, string>} The act that is being sent, by question number. */
  const busy = new Map();
  /** @type {Map<number, string>} The reason why the last act was refused, by question number. */
  const refusals = new Map();

  return {
    /** @param {number} number */
    current: (number) => busy.get(number),
    /** @param {number} number */
    refusal: (number) => refusals.get(number),
    /**
     * Send an act. The effect of the act arrives through the stream. A refusal is shown at the question.
     * @param {string} act
     * @param {number} number
     */
    async execute(act, number) {
      busy.set(number, act);
      refusals.delete(number);
      onChange();
      const answer = await send(act, { number });
      if (!answer.ok) {
        refusals.set(number, answer.message);
        busy.delete(number);
        onChange();
      }
      // With a socket, a notice announces the effect. While polling, or if the act changed nothing, read the state now.
      if (document.documentElement.dataset.link !== "live" || (answer.ok && answer.already)) await catchUp();
      busy.delete(number);
      onChange();
    },
  };
}
