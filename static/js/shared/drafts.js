/* Half-written texts that survive a reload of the page in the same tab, such as a change of language. */

import { readStored, writeStored } from "./storage.js";

const name = () => `drafts:${location.pathname}`;

/** Return what `keepDrafts` stored when this tab last left this page, or null; delete it from the storage. */
export function takeDrafts() {
  const drafts = readStored(name(), null, "sessionStorage");
  writeStored(name(), null, "sessionStorage");
  return drafts;
}

/**
 * Store what `drafts()` returns when the page is left.
 * @param {() => unknown} drafts returns null or undefined when there is nothing to store
 */
export function keepDrafts(drafts) {
  addEventListener("pagehide", () => {
    const value = drafts();
    if (value != null) writeStored(name(), value, "sessionStorage");
  });
}
