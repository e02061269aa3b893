/* Where one's own question stands, in plain words. Pure: (own view, stream's state) → words. */
import { _, formatTime } from "../shared/i18n.js";

export const STEPS = ["pending", "approved", "next", "live", "answered"];

/** The names of the five steps, in order. */
export const stepNames = () => [_("Received"), _("Approved"), _("Be ready"), _("Now"), _("Answered")];

/**
 * The 1-based place in the list that one sees, which begins with Next: from the public list, which is fresher, else
 * as the server said, whose places begin after Next; null outside it. A merged question has its lead's.
 */
export function placeOf(own, state) {
  if (own.fate !== "approved") return null;
  const before = Object.values(state.questions).some(({ status }) => status === "next") ? 1 : 0;
  const index = state.queue.indexOf(own.lead ?? own.number);
  const place = index >= 0 ? index + 1 : own.place;
  return place ? place + before : null;
}

/** What becomes of it as one sentence; a merged question shares its lead's fate. */
export function sentence(own, state) {
  const place = placeOf(own, state);
  switch (own.fate) {
    case "pending":
      return _("Received, waiting");
    case "approved":
      return place ? _("Approved: number %(place)s in the list", { place }) : _("Approved");
    case "next":
      return _("Be ready: yours is next");
    case "live":
      return _("Now");
    case "answered":
      return _("Answered at %(time)s", { time: formatTime(own.changed_at) });
    case "declined":
      return own.reason_text ? _("Will not be asked. %(reason)s", { reason: own.reason_text }) : _("Will not be asked");
    case "withdrawn":
      return _("Withdrawn");
    default:
      return own.fate;
  }
}

/** With which question it is asked, or "". */
export const together = ({ lead }) => (lead ? _("Asked together with No. %(number)s", { number: lead }) : "");

/** What is said of the chairs' words in place of one's own, or null: {before, after} the words themselves. */
export function wordingNotes({ wording, hides }) {
  if (!wording) return null;
  return {
    before: _("The chairs put it this way:"),
    after: hides ? _("Your own words are shown to nobody but you and the chairs.") : "",
  };
}

/** What a listener is told of a question of theirs that has moved; "" where nothing that they would know has. */
export function moved(before, own, state) {
  const same = before && ["fate", "lead", "wording"].every((key) => before[key] === own[key]);
  if (same) return "";
  const wording =
    own.wording && before && before.wording !== own.wording ? `${wordingNotes(own).before} ${own.wording}` : "";
  return [sentence(own, state), together(own), wording].filter(Boolean).join(". ");
}

/** A second, smaller sentence, or "". */
export function remark(own) {
  if (own.fate === "pending") return _("Only the chairs can see it.");
  if (own.fate === "declined" && own.can_reword) return _("You can reword it and send it again.");
  return "";
}

/** live and next first, then the newest; withdrawn ones last. */
export function inOrder(questions) {
  const rank = ({ fate }) => ({ live: 0, next: 1, withdrawn: 3 })[fate] ?? 2;
  return [...questions].sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}
