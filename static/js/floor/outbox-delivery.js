/* The delivery of one entry of the outbox, and the consequences of the server's answer. */

/** @import {CommandAnswer} from "../shared/stream/http.js" */
/** @import {QuestionBody} from "./ask-form.js" */
/** @import {Entry, EntryStore} from "./outbox-store.js" */

// The codes of temporary refusals. After a temporary refusal or a status 5xx, the outbox keeps the entry and sends it
// again.
const TEMPORARY = new Set([
  "network",
  "limit.rate",
  "limit.pending",
  "limit.attendees",
  "limit.requests",
  "seat.unknown",
]);
// The codes of refusals that the entry's row does not show, because the person need not act. The notice bar shows the
// loss of the network. After a rate limit, the page sends again automatically.
const UNMENTIONED = new Set(["network", "limit.rate", "limit.requests"]);

/**
 * Return whether the refusal proves that the server has no question with the key of the command.
 * @param {CommandAnswer} answer
 */
const isDefinite = ({ status, ok, ...answer }) =>
  !ok && status >= 400 && status < 500 && /** @type {{code: string}} */ (answer).code !== "seat.unknown";

/**
 * Return whether the server certainly has no question with the entry's key.
 * @param {Entry} entry
 */
export const isUnsent = ({ state, tried }) => state === "refused" || (state === "saved" && !tried);

/**
 * @typedef {object} Delivery The functions that the delivery of an entry needs from the page.
 * @property {(act: string, body: QuestionBody | {number: number}, options: {key: string}) => Promise<CommandAnswer>}
 *   send
 * @property {(key: string) => Promise<number | undefined>} lookUp reads the attendee's questions again, and resolves to
 *   the number of the question with this key; rejects if the server does not answer
 * @property {(entry: Entry, answer: CommandAnswer) => boolean} onRefused called after a permanent refusal of an entry
 *   that this page has added; returns whether the form took the entry
 * @property {(entry: Entry, number?: number) => boolean} onEdit called when the entry can be edited; `number`: the
 *   question's number if the server has received the question; returns whether the form took the entry
 * @property {(number: number, answer: CommandAnswer) => void} onKept called if the person has deleted an entry whose
 *   question can no longer be withdrawn
 */
/**
 * @typedef {object} Entries The entries of this page's outbox.
 * @property {EntryStore} store
 * @property {Set<string>} added the keys of the entries that this page has added
 * @property {Set<string>} editing the keys of the entries that the person wants to edit
 * @property {(key: string, values: Partial<Entry>) => Entry | null} update
 * @property {(key: string) => void} drop
 * @property {() => void} settleAll
 * @property {(answer: CommandAnswer) => void} retry
 */

/**
 * Return the function that sends one entry. The returned function resolves to true if the next entry can be sent now,
 * and to false if the outbox must wait.
 * @param {Delivery} options
 * @param {Entries} entries
 */
export function delivery({ send, lookUp, onRefused, onEdit, onKept }, entries) {
  const { store, added, editing, update, drop, settleAll, retry } = entries;

  /**
   * Send an entry, and handle the answer.
   * @param {Entry} entry
   */
  async function deliver(entry) {
    const { key, act, body } = entry;
    if (entry.state === "received") return withdraw(entry);
    if (entry.requested === "delete" && isUnsent(entry)) {
      drop(key);
      return true;
    }
    update(key, { state: "sending", tried: true });
    const answer = await send(act, body, { key });
    // Do nothing if another tab has settled or deleted the entry in the meantime.
    if (!store.get(key)) return true;
    if (!answer.ok) return refuse(key, answer, Boolean(entry.tried));
    receive(key, answer.question?.number);
    return true;
  }
  /**
   * Record that the server has accepted the entry's command.
   * @param {string} key
   * @param {number | undefined} number
   */
  function receive(key, number) {
    update(key, { state: "received", number, message: null });
    settleAll();
  }
  /**
   * Handle a refusal. Return whether the next entry can be sent now.
   * @param {string} key
   * @param {CommandAnswer & {ok: false}} answer
   * @param {boolean} wasTried whether an earlier attempt may have reached the server
   */
  async function refuse(key, answer, wasTried) {
    const { code, message, phase } = answer;
    const isClosed = code === "phase.not_allowed" && phase === "closed";
    if (isClosed && wasTried) {
      // An earlier attempt may have succeeded. The server cannot repeat its answer, because the closing of the session
      // deletes all stored answers. Therefore look for the key in the attendee's questions.
      try {
        const number = await lookUp(key);
        if (number !== undefined) {
          receive(key, number);
          return true;
        }
      } catch {
        update(key, { state: "saved", message: null });
        retry(answer);
        return false;
      }
    }
    const isUnknown = !isDefinite(answer) && (wasTried || answer.wasSent !== false);
    const entry = update(key, isUnknown ? { state: "saved" } : { state: "saved", tried: false });
    if (!entry) return true;
    if (!isUnknown && (entry.requested === "delete" || editing.has(key))) return release(entry);
    if (code === "phase.not_allowed" && !isClosed) {
      update(key, { message });
      return false;
    }
    if (TEMPORARY.has(code) || answer.status >= 500) {
      update(key, { message: UNMENTIONED.has(code) ? null : message });
      retry(answer);
      return false;
    }
    const refused = /** @type {Entry} */ (update(key, { state: "refused", message, code }));
    if (added.has(key) && onRefused(refused, answer)) drop(key);
    return true;
  }
  /**
   * Execute the person's request for an entry that has not reached the server: delete the entry, or put it into the
   * form for editing. If the form cannot take the entry, keep the entry in the list.
   * @param {Entry} entry
   */
  function release(entry) {
    const { key, requested } = entry;
    editing.delete(key);
    if (requested === "delete" || onEdit(entry)) drop(key);
    else update(key, { state: "refused", code: "edit", message: null });
    return true;
  }
  /**
   * Withdraw the question of an entry. The person has deleted the entry, but the server has received its question.
   * Return whether the next entry can be sent now.
   * @param {Entry} entry
   */
  async function withdraw({ key, number = 0 }) {
    const answer = await send("withdraw", { number }, { key: `${key}-w` });
    if (!answer.ok && (TEMPORARY.has(answer.code) || answer.status >= 500)) {
      retry(answer);
      return false;
    }
    if (!answer.ok) onKept(number, answer);
    drop(key);
    return true;
  }

  return deliver;
}
