/* Where one's own question stands, in plain words. Pure: (own view, stream's state) → words. */
import { _, formatTime } from "../lib/i18n.js";

export const STEPS = ["pending", "approved", "next", "live", "answered"];

/** The names of the five steps, in order. */
export const stepNames = () => [_("Received"), _("Approved"), _("Be ready"), _("Now"), _("Answered")];

/**
 * The 1-based place in the list that one sees, which begins with Next: from the public list, which is fresher, else
 * as the server said, whose places begin after Next; null outside it.
 */
export function placeOf(own, state) {
  if (own.status !== "approved") return null;
  const before = Object.values(state.questions).some(({ status }) => status === "next") ? 1 : 0;
  const index = state.queue.indexOf(own.number);
  const place = index >= 0 ? index + 1 : own.place;
  return place ? place + before : null;
}

/** The status as one sentence. */
export function sentence(own, state) {
  const place = placeOf(own, state);
  switch (own.status) {
    case "pending": return _("Received, waiting");
    case "approved": return place ? _("Approved: number %(place)s in the list", { place }) : _("Approved");
    case "next": return _("Be ready: yours is next");
    case "live": return _("Now");
    case "answered": return _("Answered at %(time)s", { time: formatTime(own.changed_at) });
    case "declined": return own.reason_text ? _("Will not be asked. %(reason)s", { reason: own.reason_text }) : _("Will not be asked");
    case "withdrawn": return _("Withdrawn");
    default: return own.status;
  }
}

/** A second, smaller sentence, or "". */
export function remark(own) {
  if (own.status === "pending") return _("Only the chairs can see it.");
  if (own.status === "declined" && own.can_reword) return _("You can reword it and send it again.");
  return "";
}

/** live and next first, then the newest; withdrawn ones last. */
export function inOrder(questions) {
  const rank = ({ status }) => ({ live: 0, next: 1, withdrawn: 3 })[status] ?? 2;
  return [...questions].sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}
