/**
 * Presence: the page sends the number of the question that this chair is reading. It receives the numbers of the
 * questions that the other chairs are reading.
 */

/** @import { Reading } from "../../shared/contracts.d.ts" */

import { page } from "../../shared/page-data.js";
import { command, newKey } from "../../shared/stream/http.js";
import { change, ui } from "../model/ui.js";

/** The interval in ms after which the page sends presence again. The server deletes a chair's presence after 15 s. */
const AGAIN = 10_000;
/** The time in ms after which a chair counts as reading the current row. Browsing past a row does not count. */
const SETTLING = 400;

/**
 * The question number that the page last sent to the server. Null: no question.
 * @type {number | null}
 */
let sentNumber = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function reading() {
  return document.visibilityState === "visible" ? (ui.current?.number ?? null) : null;
}

/**
 * Send the number of the question that this chair is reading. Null: no question.
 * @param {number | null} number
 */
function send(number) {
  if (number === null && sentNumber === null) return;
  sentNumber = number;
  command("presence", { number }, { key: newKey() });
}

/**
 * Send the number of the current row's question after this chair has stayed on the row for SETTLING ms. Call after each
 * drawing.
 */
export function sendReading() {
  if (reading() === sentNumber) return;
  clearTimeout(timer);
  timer = setTimeout(() => send(reading()), SETTLING);
}

/**
 * Send the current question's number again every AGAIN ms, because the server deletes a number that is not sent again.
 * While the page is hidden, send null instead.
 */
export function keepPresence() {
  setInterval(() => send(reading()), AGAIN);
  document.addEventListener("visibilitychange", sendReading);
}

/**
 * Store the numbers of the questions that the other chairs are reading.
 * @param {Reading[]} list
 */
export function takePresence(list) {
  const others = list.filter(({ seat, number }) => seat !== page.seat && number !== null);
  ui.readers = new Map(others.map(({ seat, number }) => [number, seat]));
  change();
}
