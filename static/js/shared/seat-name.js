/** The names of the seats of the session's staff. */

import { _ } from "./i18n.js";
import { page } from "./page-data.js";

/**
 * Return whether this is the seat of a booth.
 * @param {string} seat
 */
export const isBooth = (seat) => seat === "booth" || seat.startsWith("booth.");

/**
 * Return the name of a chair or a booth, or a description of another seat.
 * @param {string} seat
 */
export function nameOf(seat) {
  const named = [...page.session.chairs, ...(page.session.booths ?? [])].find((candidate) => candidate.seat === seat);
  if (named) return named.name;
  if (seat === "attendee") return _("The asker");
  if (isBooth(seat)) return _("The booth");
  return _("The organiser");
}

/**
 * Return the seats of the booths that work in this session: the booths with a name. If the session defines no booth,
 * return the seat of the booth without a name.
 */
export const boothSeats = () => (page.session.booths?.length ? page.session.booths.map(({ seat }) => seat) : ["booth"]);
