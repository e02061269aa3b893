/** What is said of an act that was refused: who was faster, what they did and when. */

import { _, formatTime } from "../../shared/i18n.js";
import { changedSentence, nameOf } from "../model/sentences.js";

/** Refusals because the question is another by now. */
const CHANGED = new Set(["question.stale", "act.not_allowed", "move.left_queue"]);

/** `undo` came too late. */
function superseded({ by, at, number }) {
  const words = { who: nameOf(by), number, time: formatTime(at) };
  return number
    ? _("%(who)s changed No. %(number)s at %(time)s; this can no longer be undone.", words)
    : _("%(who)s cleared or restored the screen at %(time)s; this can no longer be undone.", words);
}

/** Another question can speak for none. `lead`: as this chair saw it. */
function notALead({ question, number }, lead) {
  return _("No. %(number)s can speak for no other now: %(sentence)s", {
    number,
    sentence: changedSentence(lead, question),
  });
}

/**
 * The sentence of a refusal: who changed what, where that is known; else the server's own.
 * `before`: the question as this chair saw it; `other`: the second question that the act is about.
 */
export function refusal(answer, before, other = null) {
  const by = answer.by ?? answer.question?.by;
  if (CHANGED.has(answer.code) && before && answer.question && by) {
    return changedSentence(before, answer.question, by, answer.at ?? answer.question.changed_at);
  }
  if (answer.code === "merge.not_a_lead" && answer.question && other) return notALead(answer, other);
  if (answer.code === "undo.superseded" && answer.by) return superseded(answer);
  return answer.message || _("This did not work. Nothing has changed.");
}
