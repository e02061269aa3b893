/** Counts the seconds of what is live, in place: a whole page drawn each second would be too much. */

import { _, formatMinutes, now } from "../../shared/i18n.js";
import { elapsed, isOver } from "../../shared/clock.js";

/** "2:05", "2:05 of 3 min", "3:12, over 3 min". */
function words(since, at, minutes) {
  const time = elapsed(since, at);
  if (!minutes) return time;
  const limit = formatMinutes(minutes);
  return isOver(since, at, minutes)
    ? _("%(time)s, over %(limit)s", { time, limit })
    : _("%(time)s of %(limit)s", { time, limit });
}

/** Writes into every [data-since] below `root` how long ago that is. */
export function tick(root) {
  for (const element of root.querySelectorAll("[data-since]")) {
    const { since } = element.dataset;
    const minutes = Number(element.dataset.minutes ?? 0);
    const text = words(since, now(), minutes);
    if (element.textContent !== text) element.textContent = text;
    element.toggleAttribute("data-over", isOver(since, now(), minutes));
  }
}

/** Ticks on each full second of the server's clock. */
export function keepTicking(root) {
  setTimeout(
    () => {
      tick(root);
      keepTicking(root);
    },
    1000 - (now() % 1000),
  );
}
