/*
 * The storage of the outbox. Each entry is stored under its own name, so that two tabs never overwrite each other's
 * entries.
 */

import { isStored, onStoredElsewhere, readStored, storedNames, writeStored } from "../shared/storage.js";

/** @import {QuestionBody} from "./ask-form.js" */

/**
 * @typedef {object} Entry A question in the outbox.
 * @property {string} key the idempotency key of the command
 * @property {string} act `ask` or `reword`
 * @property {QuestionBody} body
 * @property {string} at the time at which the person sent the question, ISO 8601
 * @property {"saved" | "sending" | "received" | "refused"} state `saved`: waits to be sent; `received`: the server has
 *   accepted the command; `refused`: the entry is not sent again, for the reason in `code`
 * @property {boolean} [tried] true if the key may have reached the server
 * @property {"delete"} [requested] set if the person has deleted the entry, but the key may have reached the server
 * @property {string | null} [message] the reason for the refusal, if the person must know the reason
 * @property {string} [code] in the state `refused`: the server's code, or `edit` if the person wanted to edit the entry
 *   and the form could not take it
 * @property {number} [number] the number of the received question
 */
/**
 * @typedef {object} EntryStore The stored entries of one session.
 * @property {() => Entry[]} all returns all entries, oldest first
 * @property {(key: string) => Entry | null} get
 * @property {(entry: Entry) => void} put adds or replaces an entry
 * @property {(key: string) => void} remove
 * @property {(key: string) => boolean} isStored false if the browser refused to store the entry; the entry is then lost
 *   when the person leaves the page
 * @property {(listener: (key: string, before: Entry | null, after: Entry | null) => void) => void} watch calls
 *   `listener` for each change by another tab
 */

/**
 * @param {unknown} value
 * @returns {value is Entry}
 */
const isEntry = (value) => {
  const entry = /** @type {Entry | null} */ (value);
  return typeof entry?.key === "string" && typeof entry.body?.text === "string";
};
const entryOf = (/** @type {unknown} */ value) => (isEntry(value) ? value : null);

/**
 * Return the storage for the session with this code.
 * @param {string} code
 * @returns {EntryStore}
 */
export function entryStore(code) {
  const prefix = `outbox-${code}/`;
  const name = (/** @type {string} */ key) => prefix + key;
  moveList(`outbox-${code}`, prefix);

  return {
    all: () =>
      storedNames(prefix)
        .map((stored) => readStored(stored, /** @type {unknown} */ (null)))
        .filter(isEntry)
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    get: (key) => entryOf(readStored(name(key), /** @type {unknown} */ (null))),
    put: (entry) => void writeStored(name(entry.key), entry),
    remove: (key) => void writeStored(name(key), null),
    isStored: (key) => isStored(name(key)),
    watch: (listener) =>
      onStoredElsewhere(prefix, (changed, before, after) =>
        listener(changed.slice(prefix.length), entryOf(before), entryOf(after)),
      ),
  };
}

/**
 * Store each entry of a list under its own name. An earlier version of this page stored all entries together as one
 * list.
 * @param {string} list the name of the list
 * @param {string} prefix of the names of the entries
 */
function moveList(list, prefix) {
  const entries = /** @type {unknown} */ (readStored(list, /** @type {unknown} */ (null)));
  if (!Array.isArray(entries)) return;
  // The earlier version did not store whether an entry was sent. Therefore assume that each key may have reached the
  // server.
  const moved = entries.filter(isEntry).map((entry) => writeStored(prefix + entry.key, { ...entry, tried: true }));
  if (moved.every(Boolean)) writeStored(list, null);
}
