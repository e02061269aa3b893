/** Times on the import page. */

import { formatDate, formatTimeAndZone, nowIso } from "../shared/i18n.js";

/**
 * Return the time of day. If the date is not today's date, put the date before the time.
 * @param {string} iso
 */
export function timeOf(iso) {
  const date = formatDate(iso);
  return date === formatDate(nowIso()) ? formatTimeAndZone(iso) : `${date} ${formatTimeAndZone(iso)}`;
}
