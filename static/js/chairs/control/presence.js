/**
 * Presence: the page sends the question that this chair is reading, and receives the question that the other chair is
 * reading.
 */

/** @import { Reading } from "../../shared/contracts.d.ts" */

import { page } from "../../shared/page-data.js";
import { command, newKey } from "../../shared/stream/http.js";
import { change, ui } from "../model/ui.js";

/** The interval, in ms, at which presence is sent again. The server deletes presence after 15 s. */
const AGAIN = 10_000;
/** The time, in ms, after which the current row counts as being read. Browsing past a row does not count. */
const SETTLING = 400;

/**
 * The number last sent to the server.
 * @type {number | null}
 */
let sentNumber = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function reading() {
  return document.visibilityState === "visible" ? (ui.current?.number ?? null) : null;
}

/** @param {number | null} number */
function send(number) {
  if (number === null && sentNumber === null) return;
  sentNumber = number;
  command("presence", { number }, { key: newKey() });
}

/**
 * Send the number of the current question to the server when this chair has stayed on the row for SETTLING ms. Call
 * after each drawing.
 */
export function sendReading() {
  if (reading() === sentNumber) return;
  clearTimeout(timer);
  timer = setTimeout(() => send(reading()), SETTLING);
}

/** Send the presence again before it expires, and withdraw the presence while the page is hidden. */
export function keepPresence() {
  setInterval(() => send(reading()), AGAIN);
  document.addEventListener("visibilitychange", sendReading);
}

/**
 * Store which question the other chair is reading.
 * @param {Reading[]} list
 */
export function takePresence(list) {
  const others = list.filter(({ seat, number }) => seat !== page.seat && number !== null);
  ui.readers = new Map(others.map(({ seat, number }) => [number, seat]));
  change();
}
