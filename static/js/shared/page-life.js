/*
 * Events for a page that the browser stops and shows again. Examples: the user opens another tab, the browser freezes
 * the tab, the browser keeps the page in the back/forward cache, the machine sleeps.
 */

import { page } from "./page-data.js";

/**
 * Maximum time, in ms, in which a page must get the current state after the browser has shown the page again. After
 * this time, the page shows a notice: the state on the page can be old.
 */
export const CURRENT_WITHIN = 2_000;
const TICK = 1_000; // ms
const SLEEP = 5_000; // maximum time, in ms, between two ticks; if more time has passed, the machine has slept

/**
 * Call `onStop` when the person leaves the page or the browser freezes the tab. Reason: the browser can keep the
 * stopped page, for example in the back/forward cache. Such a page can lose its connections without an event.
 * @param {() => void} onStop
 */
export function whenStopped(onStop) {
  addEventListener("pagehide", onStop);
  document.addEventListener("freeze", onStop);
}

/**
 * Call `onShown` each time the browser shows the page again, but not when the page is loaded. Do nothing on a page in a
 * preview of the set-up page, because it has no cookie of its seat.
 * @param {() => void} onShown
 */
export function whenShownAgain(onShown) {
  if (page?.is_preview) return;
  let last = Date.now();
  const callIfVisible = () => {
    last = Date.now();
    if (!document.hidden) onShown();
  };
  document.addEventListener("visibilitychange", callIfVisible);
  document.addEventListener("resume", callIfVisible);
  addEventListener("pageshow", (event) => {
    if (event.persisted) callIfVisible();
  });
  setInterval(() => {
    if (Date.now() - last > SLEEP) callIfVisible();
    last = Date.now();
  }, TICK);
}
