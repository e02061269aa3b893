/*
 * The two pages on which a person leaves a staff seat. On the first page, the script warns of unsent drafts. On the
 * second page, the script deletes the texts that the browser has stored.
 */

import { deleteDrafts, hasDrafts } from "./shared/drafts.js";
import { announceLeaving } from "./shared/login.js";
import { clearStored } from "./shared/storage.js";

const asked = /** @type {HTMLElement | null} */ (document.querySelector("[data-leave]"));
const left = /** @type {HTMLElement | null} */ (document.querySelector("[data-left]"));

if (asked?.dataset.leave && hasDrafts(asked.dataset.leave))
  asked.querySelector("[data-unsent]")?.removeAttribute("hidden");

if (left?.dataset.left) {
  announceLeaving(left.dataset.left);
  // If this browser still has other staff seats, delete only the drafts of the seat that was left.
  if (left.dataset.last === undefined) deleteDrafts(left.dataset.left);
  else clearStored();
}
