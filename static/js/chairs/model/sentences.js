/** The names of seats, the labels of statuses, and the sentences about the changes of a question. */

/** @import { ChairsQuestion, PhaseName } from "../../shared/contracts.d.ts" */
/** @import { OlderStatus } from "./ui.js" */

import { _, formatTime, ngettext } from "../../shared/i18n.js";
import { isBooth, nameOf } from "../../shared/seat-name.js";

export { isBooth, nameOf };

/**
 * Return the letter of a chair's seat, "A" to "D".
 * @param {string} seat
 */
export function letterOf(seat) {
  return seat.slice(-1).toUpperCase();
}

/**
 * Return the phase in words. For the phase `purged`, in which this page does not exist, return "".
 * @param {PhaseName} phase
 */
export function phaseLabel(phase) {
  return {
    rehearsal: _("Rehearsal"),
    open: _("Open"),
    paused: _("Paused"),
    closed: _("Closed"),
    purged: "",
  }[phase];
}

/**
 * Return a status in words. Use the words of the page's headings, for example "Incoming" for `pending`.
 * @param {OlderStatus} status
 */
export function statusLabel(status) {
  return {
    pending: _("Incoming"),
    held: _("Waiting for release"),
    approved: _("In the queue"),
    next: _("Next"),
    live: _("Now"),
    answered: _("Answered"),
    declined: _("Declined"),
    withdrawn: _("Withdrawn"),
    merged: _("Merged"),
  }[status];
}

/**
 * Return the number of votes in words, such as "6 votes".
 * @param {number} votes
 */
export function votesLabel(votes) {
  return ngettext("%(n)s vote", "%(n)s votes", votes);
}

/**
 * Return the sentence about the change between two views of a question. The sentence names the seat that made the
 * change.
 * @param {ChairsQuestion} before
 * @param {ChairsQuestion | null} after null: the question was not found
 * @param {string} [by] a seat
 * @param {string} [at] ISO 8601
 */
export function changedSentence(before, after, by = after?.by, at = after?.changed_at) {
  if (!after || !by) return _("This question is no longer here.");
  const values = { who: nameOf(by), time: at ? formatTime(at) : "" };
  if (after.status === before.status) return changedInPlace(before, after, values);
  if (before.status === "merged") return _("%(who)s split this off at %(time)s", values);
  switch (after.status) {
    case "pending":
      return _("%(who)s sent this back to Incoming at %(time)s", values);
    case "approved":
      return before.status === "pending"
        ? _("%(who)s approved this at %(time)s", values)
        : _("%(who)s put this back in the queue at %(time)s", values);
    case "next":
      return _("%(who)s set this next at %(time)s", values);
    case "live":
      return _("%(who)s brought this to the screen at %(time)s", values);
    case "answered":
      return _("%(who)s marked this answered at %(time)s", values);
    case "declined":
      return _("%(who)s declined this at %(time)s", values);
    case "withdrawn":
      return _("The asker withdrew this at %(time)s", values);
    case "merged":
      return _("%(who)s merged this into No. %(lead)s at %(time)s", { ...values, lead: after.lead });
    default:
      return _("%(who)s changed this at %(time)s", values);
  }
}

/**
 * Return the numbers of the followers (merged questions) as a text, so that two lists of numbers can be compared by
 * `!==`.
 * @param {ChairsQuestion} view
 */
const followerNumbers = (view) => String(view.merged?.numbers ?? []);

/**
 * Return the sentence for a change of a question that has kept its status.
 * @param {ChairsQuestion} before
 * @param {ChairsQuestion} after
 * @param {{who: string, time: string}} values
 */
function changedInPlace(before, after, values) {
  if (after.text !== before.text || after.hides !== before.hides)
    return _("%(who)s changed the words of this at %(time)s", values);
  if (followerNumbers(after) !== followerNumbers(before))
    return _("%(who)s changed which questions are asked together with this at %(time)s", values);
  if (after.language !== before.language) return _("%(who)s changed the language of this at %(time)s", values);
  return _("%(who)s changed this at %(time)s", values);
}
