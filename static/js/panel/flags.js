/**
 * "I'll take it": the questions that this panellist has flagged. Each answer of the server contains the complete list.
 */

/** @import {FlagsAnswer} from "../shared/contracts.d.ts" */
/** @import {CommandAnswer} from "../shared/stream/http.js" */

/** @typedef {ReturnType<typeof flags>} Flags */

/**
 * @param {object} options
 * @param {number[]} options.initial
 * @param {(act: "flag" | "unflag", body: {number: number}) => Promise<CommandAnswer>} options.send
 * @param {() => Promise<FlagsAnswer>} options.load may reject
 * @param {() => void} options.onChange
 */
export function flags({ initial, send, load, onChange }) {
  let flagged = new Set(initial);
  /** @type {Set<number>} */
  const busy = new Set();
  /** @type {Map<number, string>} The reason why the last act was refused, by question number. */
  const refusals = new Map();
  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /**
   * Run tasks one at a time, so that the last answer is the newest.
   * @param {() => Promise<void>} task
   */
  function inTurn(task) {
    last = last.then(task);
    return last;
  }

  /** @param {number} number */
  async function execute(number) {
    const answer = await send(flagged.has(number) ? "unflag" : "flag", { number });
    if (answer.ok) flagged = new Set(answer.flags);
    else refusals.set(number, answer.message);
    busy.delete(number);
    onChange();
  }

  return {
    /** @param {number} number */
    has: (number) => flagged.has(number),
    /** @param {number} number */
    isBusy: (number) => busy.has(number),
    /** @param {number} number */
    refusal: (number) => refusals.get(number),
    /**
     * Set or remove the flag. A second tap before the answer does nothing.
     * @param {number} number
     */
    async toggle(number) {
      if (busy.has(number)) return;
      busy.add(number);
      refusals.delete(number);
      onChange();
      await inTurn(() => execute(number));
    },
    /** Read the flags again, because another device may have changed them. Without an answer, keep the flags. */
    refresh: () =>
      inTurn(async () => {
        try {
          flagged = new Set((await load()).flags);
          onChange();
        } catch {
          /* The next reconnection reads again. */
        }
      }),
  };
}
