/* The attendee's questions until the server has accepted them: stored on this phone, and sent again with the same key
   after a reload. */

/** @import {CommandAnswer} from "../shared/stream/http.js" */
/** @import {QuestionBody} from "./ask-form.js" */

/**
 * @typedef {object} Entry
 * @property {string} key
 * @property {"ask" | "reword"} act
 * @property {QuestionBody} body
 * @property {string} at ISO 8601
 * @property {"saved" | "sending" | "received" | "refused"} state
 * @property {string | null} [message] the reason of the refusal, if the person must know the reason
 * @property {number} [number] of the received question
 */

// Temporary refusals: the entry is kept and sent again, as after every status 5xx.
const TEMPORARY = new Set(["network", "limit.rate", "limit.pending", "limit.attendees", "seat.unknown"]);
// The person need not act after these refusals: the notice bar shows a lost network, and the page obeys a rate limit
// automatically.
const UNMENTIONED = new Set(["network", "limit.rate"]);
const ignore = () => {};

/**
 * Return the outbox with the stored entries, oldest first.
 * @param {object} options
 * @param {(act: string, body: QuestionBody, options: {key: string}) => Promise<CommandAnswer>} options.send
 * @param {() => Entry[]} options.load
 * @param {(entries: Entry[]) => void} options.save
 * @param {(entries: Entry[]) => void} [options.onChange]
 * @param {(entry: Entry, answer: CommandAnswer) => void} [options.onRefused] called when an entry is refused for good
 * @param {(run: () => void, ms: number) => number} [options.later] tests replace it
 * @param {() => number} [options.random] tests replace it
 */
export function outbox({
  send,
  load,
  save,
  onChange = ignore,
  onRefused = ignore,
  later = setTimeout,
  random = Math.random,
}) {
  // The page may have been closed before an answer arrived. Sending an entry again is harmless, because the server
  // recognises its key.
  let entries = load().map((entry) =>
    entry.state === "sending" ? { ...entry, state: /** @type {const} */ ("saved") } : entry,
  );
  let isBusy = false;
  /** @type {number | undefined} */
  let timer;

  const find = (/** @type {string} */ key) => entries.find((entry) => entry.key === key);

  /** @param {Entry[]} changed */
  function replace(changed) {
    entries = changed;
    save(entries);
    onChange(entries);
  }
  /**
   * @param {string} key
   * @param {Partial<Entry>} values
   */
  const update = (key, values) =>
    replace(entries.map((entry) => (entry.key === key ? { ...entry, ...values } : entry)));

  /** @param {number} seconds */
  function flushLater(seconds) {
    clearTimeout(timer);
    timer = later(flush, seconds * 1000);
  }

  /**
   * Store a question, then send it: the text is safe before the network is used.
   * @param {"ask" | "reword"} act
   * @param {QuestionBody} body
   * @param {string} key
   * @param {string} at ISO 8601
   */
  function add(act, body, key, at) {
    replace([...entries, { key, act, body, at, state: "saved" }]);
    return flush();
  }

  /** Send the saved entries one at a time, oldest first. May be called at any time. */
  async function flush() {
    if (isBusy) return;
    isBusy = true;
    clearTimeout(timer);
    const oldest = () => entries.find(({ state }) => state === "saved");
    try {
      let entry = oldest();
      while (entry && (await deliver(entry))) entry = oldest();
    } finally {
      isBusy = false;
    }
  }

  /**
   * Send one entry. Return whether the next entry can be sent now.
   * @param {Entry} entry
   */
  async function deliver({ key, act, body }) {
    update(key, { state: "sending" });
    const answer = await send(act, body, { key });
    if (!find(key)) return true; // The person deleted the entry while it was being sent.
    if (answer.ok) {
      update(key, { state: "received", number: answer.question?.number });
      return true;
    }
    const message = UNMENTIONED.has(answer.code) ? null : answer.message;
    if (answer.code === "phase.not_allowed" && answer.phase !== "closed") {
      update(key, { state: "saved", message });
      return false;
    }
    if (TEMPORARY.has(answer.code) || answer.status >= 500) {
      update(key, { state: "saved", message });
      flushLater(answer.retry_after ?? 3 + random() * 5);
      return false;
    }
    update(key, { state: "refused", message: answer.message });
    onRefused(/** @type {Entry} */ (find(key)), answer);
    return true;
  }

  /**
   * Delete an entry on this phone. If the entry is being sent, the server may still accept the question.
   * @param {string} key
   */
  function remove(key) {
    replace(entries.filter((entry) => entry.key !== key));
  }

  /**
   * Delete the received entries that the server's list now has.
   * @param {number[]} numbers
   */
  function settle(numbers) {
    const isListed = (/** @type {Entry} */ { state, number }) =>
      state === "received" && number !== undefined && numbers.includes(number);
    const rest = entries.filter((entry) => !isListed(entry));
    if (rest.length !== entries.length) replace(rest);
  }

  return { entries: () => entries, add, flush, remove, settle };
}
