/* Unsent texts that survive when the same tab loads the page again, for example after a change of language. */

import { readStored, writeStored } from "./storage.js";

const name = () => `drafts:${location.pathname}`;

/**
 * Return the drafts that `keepDrafts` stored when this tab last left this page, or null. Delete them from the storage.
 */
export function takeDrafts() {
  const drafts = readStored(name(), null, "sessionStorage");
  writeStored(name(), null, "sessionStorage");
  return drafts;
}

/**
 * When the page is left, store the result of `drafts()`.
 * @param {() => unknown} drafts returns null or undefined if there are no drafts
 */
export function keepDrafts(drafts) {
  addEventListener("pagehide", () => {
    const value = drafts();
    if (value != null) writeStored(name(), value, "sessionStorage");
  });
}
