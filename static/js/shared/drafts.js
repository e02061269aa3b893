/*
 * The unsent texts of a page. These drafts survive if the same tab loads the page again, for example in another
 * language.
 */

import { isTyping } from "./keys.js";
import { guardLeaving } from "./leave-guard.js";
import { readStored, writeStored } from "./storage.js";

const name = () => `drafts:${location.pathname}`;

/**
 * Return the drafts that `keepDrafts` stored when the person left this page in this tab; null if there are none. Delete
 * the drafts from the storage.
 */
export function takeDrafts() {
  const drafts = readStored(name(), null, "sessionStorage");
  writeStored(name(), null, "sessionStorage");
  return drafts;
}

/**
 * Return whether the drafts contain nothing: no text, no number except 0, and no `true`.
 * @param {unknown} value
 * @returns {boolean}
 */
const isBlank = (value) =>
  !value || (typeof value === "object" && Object.values(value).every((content) => isBlank(content)));

/**
 * Return whether the person was writing when this tab left or reloaded this page. Reason: the person can continue to
 * type after an automatic reload, and the typed letters must not act as keyboard shortcuts. The next call returns
 * false.
 */
export function wasWriting() {
  const was = readStored(`writing:${location.pathname}`, false, "sessionStorage");
  writeStored(`writing:${location.pathname}`, null, "sessionStorage");
  return was;
}

/**
 * Store the result of `drafts()` each time the person leaves the page. If the browser cannot store values, make the
 * browser ask the person for confirmation.
 * @param {() => unknown} drafts returns null or undefined if there are no drafts
 */
export function keepDrafts(drafts) {
  addEventListener("pagehide", () => {
    if (isTyping(document.activeElement)) writeStored(`writing:${location.pathname}`, true, "sessionStorage");
    // If there are no drafts, store null. Otherwise the drafts of an earlier "pagehide" would remain in the storage: a
    // page from the back/forward cache does not call `takeDrafts` again.
    writeStored(name(), drafts() ?? null, "sessionStorage");
  });
  const canStore = writeStored("probe", 1, "sessionStorage");
  writeStored("probe", null, "sessionStorage");
  if (!canStore) guardLeaving(() => !isBlank(drafts()));
}

/**
 * Return whether this tab has stored drafts of another page.
 * @param {string} path
 */
export const hasDrafts = (path) => !isBlank(readStored(`drafts:${path}`, null, "sessionStorage"));

/**
 * Delete the drafts of another page.
 * @param {string} path
 */
export function deleteDrafts(path) {
  for (const kind of ["drafts", "writing"]) writeStored(`${kind}:${path}`, null, "sessionStorage");
}
