/** "I am reading this": says it while this chair is on a row, and remembers what the colleague reads. */

import { page } from "../../shared/page.js";
import { command, newKey } from "../../shared/stream/wire.js";
import { change, ui } from "../model/ui.js";

const AGAIN = 10_000; // presence is gone after 15 s
const SETTLING = 400; // browsing past a row is not reading it

let said = null;
let timer = 0;

function reading() {
  return document.visibilityState === "visible" ? (ui.current?.number ?? null) : null;
}

function say(number) {
  if (number === null && said === null) return;
  said = number;
  command("presence", { number }, { key: newKey() });
}

/** Called after each drawing: tells the server when this chair has come to rest on another row. */
export function sayReading() {
  if (reading() === said) return;
  clearTimeout(timer);
  timer = setTimeout(() => say(reading()), SETTLING);
}

/** Keeps the mark alive, and takes it away when the page is hidden. */
export function keepSaying() {
  setInterval(() => say(reading()), AGAIN);
  document.addEventListener("visibilitychange", sayReading);
}

/** Takes the list [{seat, number}] of who reads what. */
export function hearPresence(list) {
  ui.readers = new Map(
    list.filter((one) => one.seat !== page.seat && one.number !== null).map((one) => [one.number, one.seat]),
  );
  change();
}
