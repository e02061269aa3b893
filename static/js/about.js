/*
 * The parts of the attendee page that the server renders: "About this session", the countdown and the branding. The
 * script floor.js loads this file in three cases:
 * - before the start of the session,
 * - when a person opens "About this session",
 * - after a change of the session's definition.
 */

import { lengthWords } from "./about/length-words.js";
import { partsReads } from "./about/parts-reads.js";
import { formatIn, minutesIn, offsetForReader, zoneOf } from "./shared/zone.js";

/** @import {Zone} from "./shared/zone.js" */

const LIVE_PARTS = ["brand", "about-body", "countdown", "made-with"];
const LONGEST_READ = 10_000; // ms
const MINUTES_OF_DAY = 24 * 60;

const { lang } = document.documentElement;
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
let now = Date.now;
let isTicking = false;
const { readNow, readAtStart } = partsReads(read);

/**
 * Read the parts from the server and show them. Each call reads the parts again. If the server does not answer, the
 * page keeps the earlier parts until a later read.
 * @param {() => number} serverTime the server's time in ms
 */
export async function show(serverTime) {
  now = serverTime;
  if (!isTicking) setInterval(tick, 1000);
  isTicking = true;
  await readNow();
}

/** Read the parts of the page from the server once, and show them. Return whether the server has answered. */
async function read() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LONGEST_READ);
  let isAnswered = false;
  try {
    const response = await fetch(`${part("about").dataset.url}?lang=${lang}`, { signal: stop.signal });
    if (response.ok) replaceParts(new DOMParser().parseFromString(await response.text(), "text/html"));
    isAnswered = response.ok;
  } catch {
    // Without a connection, keep the parts that the page already shows.
  }
  clearTimeout(timer);
  showReaderTimes();
  tick();
  return isAnswered;
}

/**
 * Replace the parts of the page by the parts of the document `next` from the server.
 * @param {Document} next
 */
function replaceParts(next) {
  for (const id of LIVE_PARTS) {
    const nodes = [...(next.getElementById(id)?.childNodes ?? [])];
    part(id).replaceChildren(...nodes.map((node) => document.importNode(node, true)));
  }
  part("ask-place").hidden = next.getElementById("ask-place")?.hidden ?? false;
  part("about").toggleAttribute("data-starts", Boolean(document.querySelector(".countdown")));
  const sheet = /** @type {HTMLLinkElement | null} */ (next.getElementById("look"));
  const present = /** @type {HTMLLinkElement | null} */ (document.getElementById("look"));
  if (sheet?.getAttribute("href") === present?.getAttribute("href")) return;
  present?.remove();
  if (sheet) document.head.append(document.importNode(sheet, true));
}

/**
 * Show the times of the session also in the reader's time zone. If this zone has the same UTC offset as the session's
 * zone, hide the reader's times, because they would be the same.
 */
function showReaderTimes() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-reader-time]"))) {
    const { at = "", until, zone = "", offset } = element.dataset;
    const zoned = zoneOf({ time_zone: zone, utc_offset: Number(offset) });
    element.hidden = !offsetForReader(at, zoned);
    const text = readerTimes(until ? [at, until] : [at], zoned);
    element.textContent = (element.dataset.readerTime ?? "").replace("%(time)s", text);
  }
}

/**
 * Return the times as one text, in the reader's time zone. The first time has a date only if the date in the reader's
 * zone differs from the date in the session's zone. Each further time has a date only if it differs from the date of
 * the previous time.
 * @param {string[]} moments
 * @param {Zone} zone the session's time zone
 */
function readerTimes(moments, zone) {
  const reader = { timeZone: undefined, shift: 0 };
  const dayIn = (/** @type {string} */ at, /** @type {Zone} */ each) =>
    Math.floor(minutesIn(at, each) / MINUTES_OF_DAY);
  const time = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayAndTime = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short", ...time });
  let shown = dayIn(moments[0], zone);
  const texts = moments.map((at) => {
    const options = dayIn(at, reader) === shown ? time : dayAndTime;
    shown = dayIn(at, reader);
    return formatIn(at, lang === "en" ? "en-GB" : `${lang}-u-nu-latn`, options, reader);
  });
  return texts.join(" – ");
}

/**
 * Show the time left until the start of the session. After the start, read the parts repeatedly until they contain no
 * countdown.
 */
function tick() {
  const block = /** @type {HTMLElement | null} */ (document.querySelector(".countdown"));
  const heading = /** @type {HTMLElement | null} */ (document.querySelector("[data-left]"));
  if (!block || !heading) return;
  const seconds = Math.ceil((Date.parse(block.dataset.starts ?? "") - now()) / 1000);
  const { left = "", due = "" } = heading.dataset;
  const text = seconds > 0 ? left.replace("%(time)s", lengthWords(seconds, lang)) : due;
  if (heading.textContent !== text) heading.textContent = text;
  if (seconds <= 0) readAtStart();
}
