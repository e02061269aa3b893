/**
 * The questions that this panellist has flagged with "I'll take it". Each answer of the server, to an act or to a read,
 * contains all flags of the panellist.
 */

/** @import {FlagsAnswer} from "../shared/contracts.d.ts" */
/** @import {CommandAnswer} from "../shared/stream/http.js" */

/**
 * The flags of this panellist, with the functions that read and change them.
 * @typedef {ReturnType<typeof flags>} Flags
 */

/**
 * Return five functions. `has` returns whether a question is flagged. `isBusy` returns whether the page waits for the
 * answer to an act on the question's flag. `refusal` returns the reason why the last act on the flag was refused.
 * `toggle` changes the flag. `refresh` reads all flags from the server.
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
   * Run the task after all earlier tasks. Otherwise an older answer could replace a newer answer.
   * @param {() => Promise<void>} task
   */
  function inTurn(task) {
    last = last.then(task);
    return last;
  }

  /**
   * Send the act `flag` or `unflag`, and store the flags in the answer.
   * @param {number} number
   */
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
     * Set or remove the flag. Before the answer arrives, a second tap does nothing.
     * @param {number} number
     */
    async toggle(number) {
      if (busy.has(number)) return;
      busy.add(number);
      refusals.delete(number);
      onChange();
      await inTurn(() => execute(number));
    },
    /** Read the flags again, because another device may have changed them. If no answer arrives, keep the flags. */
    refresh: () =>
      inTurn(async () => {
        try {
          flagged = new Set((await load()).flags);
          onChange();
        } catch {
          /* Keep the flags. The page reads them again after the next reconnection. */
        }
      }),
  };
}
