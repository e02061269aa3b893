/**
 * The running time of the live question. Each second, update only the elements with this time, because drawing the
 * whole page would take too long.
 */

import { elapsed, isOver } from "../../shared/clock.js";
import { _, formatMinutes, now } from "../../shared/i18n.js";

/**
 * Return the running time as a text: "2:05", "2:05 of 3 min" or "3:12, over 3 min"; in the short form "2:05 / 3:00".
 * @param {string} since ISO 8601
 * @param {number} at milliseconds
 * @param {number} minutes 0: no limit
 * @param {boolean} isShort
 */
export function timeText(since, at, minutes, isShort) {
  const time = elapsed(since, at);
  if (!minutes) return time;
  // The no-break space keeps the limit together. A phone with too little space hides the whole limit (chairs-phone.css).
  if (isShort) return `${time} /\u00a0${minutes}:00`;
  const limit = formatMinutes(minutes);
  return isOver(since, at, minutes)
    ? _("%(time)s, over %(limit)s", { time, limit })
    : _("%(time)s of %(limit)s", { time, limit });
}

/**
 * Write the elapsed time into every element inside `root` that has the attribute `data-since`.
 * @param {HTMLElement} root
 */
export function tick(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const elements = root.querySelectorAll("[data-since]");
  for (const element of elements) {
    const since = element.dataset.since ?? "";
    const minutes = Number(element.dataset.minutes ?? 0);
    const text = timeText(since, now(), minutes, "short" in element.dataset);
    if (element.textContent !== text) element.textContent = text;
    element.toggleAttribute("data-over", isOver(since, now(), minutes));
  }
}

/**
 * Call `tick` on each full second of the server's clock, in an endless loop.
 * @param {HTMLElement} root
 */
export function keepTicking(root) {
  setTimeout(
    () => {
      tick(root);
      keepTicking(root);
    },
    1000 - (now() % 1000),
  );
}
