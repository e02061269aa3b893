/* An automatic reload of the page, at most once in 30 s. */
import { hasUnstored, readStored, writeStored } from "../storage.js";

const PAUSE = 30_000; // ms

/**
 * Reload the page, at most once in 30 s. Return whether the page is reloaded.
 *
 * Do not reload in these cases:
 * - The browser refused to store a text of the page. The reload would lose the text.
 * - The browser cannot store the time of the reload. Such a browser usually refuses cookies too. The server would then
 *   refuse the seat after each reload, and the page would reload for ever.
 */
export function reloadOnce() {
  const last = readStored("reload", 0, "sessionStorage");
  if (Date.now() - last < PAUSE || hasUnstored("outbox-", "draft-", "edits-")) return false;
  if (!writeStored("reload", Date.now(), "sessionStorage")) return false;
  location.reload();
  return true;
}
