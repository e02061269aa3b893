/* Reloading the page, at most once in 30 s. */
import { readStored, writeStored } from "../storage.js";

const PAUSE = 30_000; // ms

/**
 * Reload the page, at most once in 30 s. Do nothing if the tab cannot store the time: a browser without storage has no
 * cookies either, and the page would reload for ever.
 */
export function reloadOnce() {
  const last = readStored("reload", 0, "sessionStorage");
  if (Date.now() - last < PAUSE) return;
  if (writeStored("reload", Date.now(), "sessionStorage")) location.reload();
}
