/** What happened, in words. */

import { _, formatTime, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";

/** The name behind a seat; askers have none. */
export function nameOf(seat) {
  const chair = page.session.chairs.find((one) => one.seat === seat);
  if (chair) return chair.name;
  if (seat === "attendee") return _("The asker");
  if (seat === "booth") return _("The booth");
  return _("The organiser");
}

/** "A" or "B". */
export function letterOf(seat) {
  return seat.slice(-1).toUpperCase();
}

/** The phase in one word; empty for one that is not known here. */
export function phaseLabel(phase) {
  return { rehearsal: _("Rehearsal"), open: _("Open"), paused: _("Paused"), closed: _("Closed") }[phase] ?? "";
}

/** Where a question of this status is, in the words of the headings. */
export function statusLabel(status) {
  return (
    {
      pending: _("Incoming"),
      approved: _("In the queue"),
      next: _("Next"),
      live: _("Now"),
      answered: _("Answered"),
      declined: _("Declined"),
      withdrawn: _("Withdrawn"),
      merged: _("Merged"),
    }[status] ?? status
  );
}

/** "6 votes". */
export function votesLabel(votes) {
  return ngettext("%(n)s vote", "%(n)s votes", votes);
}

/** What somebody did to a question between two views of it. `after` may be null: then nobody knows. */
export function changedSentence(before, after, by = after?.by, at = after?.changed_at) {
  if (!after || !by) return _("This question is no longer here.");
  const words = { who: nameOf(by), time: at ? formatTime(at) : "" };
  if (after.status === before.status) return changedInPlace(before, after, words);
  if (before.status === "merged") return _("%(who)s made this a question of its own again at %(time)s", words);
  switch (after.status) {
    case "pending":
      return _("%(who)s sent this back to Incoming at %(time)s", words);
    case "approved":
      return before.status === "pending"
        ? _("%(who)s approved this at %(time)s", words)
        : _("%(who)s put this back in the queue at %(time)s", words);
    case "next":
      return _("%(who)s set this next at %(time)s", words);
    case "live":
      return _("%(who)s brought this to the screen at %(time)s", words);
    case "answered":
      return _("%(who)s marked this answered at %(time)s", words);
    case "declined":
      return _("%(who)s declined this at %(time)s", words);
    case "withdrawn":
      return _("The asker withdrew this at %(time)s", words);
    case "merged":
      return _("%(who)s merged this into No. %(lead)s at %(time)s", { ...words, lead: after.lead });
    default:
      return _("%(who)s changed this at %(time)s", words);
  }
}

const speaksFor = (view) => String(view.merged?.numbers ?? []);

/** What somebody did to a question that stayed where it was. */
function changedInPlace(before, after, words) {
  if (after.text !== before.text || after.hides !== before.hides)
    return _("%(who)s changed the words of this at %(time)s", words);
  if (speaksFor(after) !== speaksFor(before))
    return _("%(who)s changed what is asked together with this at %(time)s", words);
  if (after.language !== before.language) return _("%(who)s changed the language of this at %(time)s", words);
  return _("%(who)s changed this at %(time)s", words);
}

/** Where a question stands after an act that moves two: the other one only made room. */
const BECAME = { set_next: "next", take: "live", bring_back: "live" };

/** Whom a merge was into: the one of its questions that now speaks for another of them. */
const leadAmong = (numbers, questions) =>
  numbers.find((lead) => numbers.some((number) => questions[number]?.lead === lead));

/** What `undo` would take back of the acts on several questions or on none. */
function undoOfMany(act, numbers, questions) {
  const lead = leadAmong(numbers, questions);
  switch (act) {
    case "merge":
      if (numbers.length !== 2 || !lead) return _("You merged questions");
      return _("You merged No. %(number)s into No. %(lead)s", { number: numbers.find((one) => one !== lead), lead });
    case "split":
      return _("You split No. %(one)s and No. %(other)s", { one: numbers[0], other: numbers[1] });
    case "mute":
      return _("You stopped the asker of No. %(number)s", {
        number: numbers.find((one) => questions[one]?.muted) ?? numbers[0],
      });
    case "add": // the newest of them; another one only left the screen
      return _("You added No. %(number)s", { number: Math.max(...numbers) });
    case "clear_screen":
      return _("You cleared the screen");
    case "restore_screen":
      return _("You showed the screen again");
    default:
      return "";
  }
}

/** What `undo` would take back. `undo`: {act, numbers, at}; `questions`: the views by number. */
export function undoSentence({ act, numbers }, questions = {}) {
  if (numbers.length > 1 && act === "decline") {
    return ngettext("You declined %(n)s question", "You declined %(n)s questions", numbers.length);
  }
  const many = undoOfMany(act, numbers, questions);
  if (many) return many;
  const words = {
    number: (BECAME[act] && numbers.find((one) => questions[one]?.status === BECAME[act])) || numbers[0],
  };
  switch (act) {
    case "approve":
      return _("You approved No. %(number)s", words);
    case "decline":
      return _("You declined No. %(number)s", words);
    case "reconsider":
      return _("You sent No. %(number)s back to Incoming", words);
    case "move":
      return _("You moved No. %(number)s", words);
    case "set_next":
      return _("You set No. %(number)s next", words);
    case "take":
      return _("You brought No. %(number)s to the screen", words);
    case "put_back":
      return _("You put No. %(number)s back in the queue", words);
    case "answer":
      return _("You marked No. %(number)s answered", words);
    case "bring_back":
      return _("You brought No. %(number)s back to the screen", words);
    case "set_language":
      return _("You changed the language of No. %(number)s", words);
    case "translate":
      return _("You translated No. %(number)s", words);
    case "wording":
      return _("You changed the words of No. %(number)s", words);
    case "unmute":
      return _("You let the asker of No. %(number)s ask again", words);
    case "advance":
      return _("You advanced");
    default:
      return _("Your last act");
  }
}
