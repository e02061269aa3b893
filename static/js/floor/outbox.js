/* The outbox. It keeps the attendee's questions until the server has accepted them. The questions are stored on this
   phone, and all tabs share them. After a reload, the page sends each question again with the same key. */

import { delivery, isUnsent } from "./outbox-delivery.js";

/** @import {CommandAnswer} from "../shared/stream/http.js" */
/** @import {QuestionBody} from "./ask-form.js" */
/** @import {Delivery} from "./outbox-delivery.js" */
/** @import {Entry, EntryStore} from "./outbox-store.js" */

/**
 * @typedef {Entry & {isStored: boolean, pending: "edit" | "delete" | null}} ShownEntry `pending`: the act that the
 *   person has requested. The act waits until the server says whether the entry has arrived
 */

const ignore = () => {};

/**
 * @typedef {object} Options The options of the outbox that are not in Delivery.
 * @property {EntryStore} store
 * @property {(run: () => Promise<void>) => Promise<void>} [alone] runs the function while no other tab sends
 * @property {() => void} [onChange]
 * @property {(run: () => void, ms: number) => number} [later] tests replace it
 * @property {() => number} [random] tests replace it
 */

/**
 * Return the functions of the outbox. At first, the outbox contains the stored entries.
 * @param {Delivery & Options} options
 */
export function outbox({
  store,
  alone = (run) => run(),
  onChange = ignore,
  later = setTimeout,
  random = Math.random,
  ...server
}) {
  let entries = store.all();
  let isBusy = false;
  /** @type {number | undefined} */
  let timer;
  /** @type {Set<number>} The numbers of the questions in the list from the server. */
  let listed = new Set();
  /** @type {Record<string, number>} The numbers of the received questions, by key. */
  let numbers = {};
  /**
   * The entries with the state `received` that another tab has deleted from the storage. This page shows such an entry
   * until the server's list contains the entry's question.
   */
  const lingering = /** @type {Map<string, Entry>} */ (new Map());
  const added = /** @type {Set<string>} */ (new Set());
  const editing = /** @type {Set<string>} */ (new Set());
  const dropped = /** @type {Set<string>} */ (new Set());

  function refresh() {
    const stored = store.all();
    const gone = [...lingering.values()].filter(({ key }) => !stored.some((entry) => entry.key === key));
    entries = [...stored, ...gone];
    onChange();
  }
  /**
   * Change an entry in the storage. Return the changed entry, or null if it does not exist any more.
   * @param {string} key
   * @param {Partial<Entry>} values
   */
  function update(key, values) {
    const entry = store.get(key);
    if (!entry) return null;
    const changed = { ...entry, ...values };
    store.put(changed);
    refresh();
    return changed;
  }
  /**
   * Delete an entry from the storage and from this page.
   * @param {string} key
   */
  function drop(key) {
    dropped.add(key);
    editing.delete(key);
    store.remove(key);
    refresh();
  }
  /**
   * Send the saved entries after `seconds`.
   * @param {number} seconds
   */
  function flushLater(seconds) {
    clearTimeout(timer);
    timer = later(flush, seconds * 1000);
  }
  const retry = (/** @type {CommandAnswer} */ answer) =>
    flushLater((!answer.ok && answer.retry_after) || 3 + random() * 5);

  /**
   * Store a question, then send it. Store the question first, because a request can fail.
   * @param {string} act
   * @param {QuestionBody} body
   * @param {string} key
   * @param {string} at ISO 8601
   */
  function add(act, body, key, at) {
    added.add(key);
    store.put({ key, act, body, at, state: "saved" });
    refresh();
    return flush();
  }

  const deliver = delivery(server, { store, added, editing, update, drop, settleAll, retry });

  /**
   * Return the next entry to send. Withdrawals come first. Reason: while the session is paused, the server accepts
   * withdrawals, but refuses questions. After such a refusal, the outbox sends no further entry.
   */
  function nextDue() {
    const all = store.all();
    const isWithdrawal = (/** @type {Entry} */ { state, requested }) => state === "received" && requested === "delete";
    return all.find(isWithdrawal) ?? all.find(({ state }) => state === "saved" || state === "sending");
  }
  /**
   * Send the saved entries one at a time, oldest first. This function can be called at any time. Also send entries with
   * the state `sending` again: the page that sent such an entry may have been closed before the answer arrived.
   */
  async function flush() {
    if (isBusy) return;
    isBusy = true;
    clearTimeout(timer);
    try {
      if (!nextDue()) return;
      await alone(async () => {
        let entry = nextDue();
        while (entry && (await deliver(entry))) entry = nextDue();
      });
    } finally {
      isBusy = false;
    }
  }

  /**
   * Delete an entry on this phone, for all tabs. If the entry may have reached the server, first ask the server whether
   * the entry's question has arrived. If so, withdraw the question.
   * @param {string} key
   */
  function remove(key) {
    const entry = store.get(key);
    if (!entry || isUnsent(entry)) return drop(key);
    update(key, { requested: "delete" });
    return flush();
  }
  /**
   * Move an entry to the form, so that the person can edit the entry. If the entry may have reached the server, first
   * ask the server whether the entry's question has arrived.
   * @param {string} key
   */
  function edit(key) {
    const entry = store.get(key);
    if (!entry) return;
    if (isUnsent(entry)) {
      if (server.onEdit(entry)) drop(key);
      return;
    }
    editing.add(key);
    refresh();
    return flush();
  }
  /**
   * Cancel the person's request to edit or delete the entry.
   * @param {string} key
   */
  function cancel(key) {
    editing.delete(key);
    update(key, { requested: undefined });
  }

  /** Return the number of the entry's question, or -1 if the number is not known. */
  const numberOf = (/** @type {Entry} */ { number, key }) => number ?? numbers[key] ?? -1;

  /**
   * Delete each entry whose question is in the list that the server has sent. Exceptions: keep an entry that must still
   * be sent, and an entry whose question must be withdrawn.
   */
  function settleAll() {
    const settled = [];
    for (const entry of store.all()) {
      const number = numberOf(entry);
      if (!listed.has(number)) continue;
      const isAwaited = entry.state === "saved" || entry.state === "sending";
      // The server's list already contains the question, but the command that sent the entry has no answer yet. Keep
      // the entry, so that the command is sent again with the same key. Only the answer can settle the entry.
      if (isAwaited && !entry.requested && !editing.has(entry.key)) continue;
      // Store the state `received` before the deletion. Other tabs read the state from the storage event of the
      // deletion.
      if (entry.state !== "received") store.put({ ...entry, state: "received", number });
      if (entry.requested === "delete") continue;
      store.remove(entry.key);
      settled.push({ entry, number });
    }
    for (const [key, { number = 0 }] of lingering) if (listed.has(number)) lingering.delete(key);
    refresh();
    for (const { entry, number } of settled) if (editing.delete(entry.key)) server.onEdit(entry, number);
  }
  /**
   * Handle a new list of the attendee's questions from the server: delete the entries whose questions are in the list
   * (`settleAll`), and send the entries that remain.
   * @param {number[]} present the numbers of the questions in the list
   * @param {Record<string, number>} [byKey] {key of an entry: number of its question}
   */
  function settle(present, byKey = {}) {
    listed = new Set(present);
    numbers = byKey;
    settleAll();
    flush();
  }

  store.watch((key, before, after) => {
    if (after && dropped.has(key) && after.state !== "received" && !after.requested) {
      // Delete the entry again. This tab has deleted the entry, but another tab was sending the entry and has stored it
      // again.
      remove(key);
    } else if (!after && before?.state === "received" && !listed.has(before.number ?? 0)) lingering.set(key, before);
    refresh();
  });

  return {
    /**
     * Return the entries to show, oldest first. Leave out each entry whose question is in the list that the server has
     * sent.
     */
    entries: () =>
      entries
        .filter((entry) => !listed.has(numberOf(entry)))
        .map((entry) => {
          const pending = entry.requested ?? (editing.has(entry.key) ? /** @type {const} */ ("edit") : null);
          return /** @type {ShownEntry} */ ({ ...entry, pending, isStored: store.isStored(entry.key) });
        }),
    /**
     * Return the key of the entry for this question; undefined if there is no entry. Such an entry exists while the
     * server's list contains the question but the answer to the entry's command is missing.
     * @param {number} number
     */
    keyOf: (number) => entries.find((entry) => numberOf(entry) === number)?.key,
    /**
     * Return whether the person has requested the deletion of the entry for this question.
     * @param {number} number
     */
    isDeleted: (number) => entries.some((entry) => entry.requested === "delete" && numberOf(entry) === number),
    add,
    flush,
    remove,
    edit,
    cancel,
    settle,
  };
}
