/**
 * Presence in the booths: the page sends the number of the question whose translation is open in the page's editor. It
 * receives these numbers from all other pages of all booths, also from a second interpreter's page in the same booth.
 */

import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { nameOf } from "../shared/seat-name.js";
import { command, newKey } from "../shared/stream/http.js";
import { correcting } from "./drafts.js";

/** @import {Reading} from "../shared/contracts.d.ts" */

/** The interval, in ms, at which presence is sent again. The server deletes presence after 15 s. */
const AGAIN = 10_000;
const ownPage = newKey();

/** @type {number | null} */
let sentNumber = null;
/** @type {Map<number, string>} {question number: the seat of another page on which its editor is open} */
let others = new Map();

const openNumber = () => correcting.draft?.number ?? null;

/**
 * Send the number of the question in the open editor. If no editor is open, send null.
 * @param {number | null} number
 */
function send(number) {
  if (number === null && sentNumber === null) return;
  sentNumber = number;
  command("presence", { number, page: ownPage }, { key: newKey() });
}

/** Send the number of the question in the open editor if the number has changed. Call after each drawing. */
export function sendOpen() {
  if (openNumber() !== sentNumber) send(openNumber());
}

/** Send the number again every AGAIN ms while an editor is open. */
export function keepPresence() {
  setInterval(() => send(openNumber()), AGAIN);
}

/**
 * Return {question number: seat} for the presence marks of all other pages. Pure.
 * @param {Reading[]} list
 * @param {string} own the id of this page
 */
export const openByOthers = (list, own) =>
  new Map(list.filter((mark) => mark.page !== own).map(({ seat, number }) => [number, seat]));

/**
 * Store the presence marks of all booths' pages.
 * @param {Reading[]} list
 */
export function takePresence(list) {
  others = openByOthers(list, ownPage);
}

/**
 * Return the sentence "… has this open" if the editor of this question's translation is open on another page; otherwise
 * "".
 * @param {number} number
 */
export function openElsewhere(number) {
  const seat = others.get(number);
  if (!seat) return "";
  return seat === page.seat ? _("A colleague has this open") : _("%(name)s has this open", { name: nameOf(seat) });
}
