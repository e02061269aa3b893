/**
 * The sentence for a refused act. If an earlier act of another seat caused the refusal, the sentence names this seat,
 * its act and the time.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { RefusedAct } from "./send.js" */

import { _, formatTime } from "../../shared/i18n.js";
import { changedSentence, nameOf } from "../model/sentences.js";

/** The refusal codes that mean: the question has changed since this chair saw it. */
const CHANGED = new Set(["question.stale", "translation.stale", "act.not_allowed", "move.left_queue"]);

/**
 * Return the sentence for a refused undo. It says that the seat `by` has changed the question or the screen after the
 * act.
 * @param {string} by
 * @param {RefusedAct} answer
 */
function supersededSentence(by, { at, number }) {
  const values = { who: nameOf(by), number, time: at ? formatTime(at) : "" };
  return number
    ? _("%(who)s changed No. %(number)s at %(time)s; this can no longer be undone.", values)
    : _("%(who)s cleared or restored the screen at %(time)s; this can no longer be undone.", values);
}

/**
 * Return the sentence for a merge that the server refused, because no question can be merged into the intended lead
 * (the question to merge into) now. The sentence also says what has changed at the intended lead.
 * @param {RefusedAct} answer
 * @param {ChairsQuestion} question the current state of the intended lead
 * @param {ChairsQuestion} lead the intended lead as this chair saw it
 */
function notALeadSentence({ number }, question, lead) {
  return _("No other question can be merged into No. %(number)s now: %(sentence)s", {
    number,
    sentence: changedSentence(lead, question),
  });
}

/**
 * Return the sentence for a refusal. If the answer names another seat whose act caused the refusal, the sentence names
 * this seat and its act. Otherwise, return the server's sentence.
 * @param {RefusedAct} answer
 * @param {ChairsQuestion} [before] the question as this chair saw it
 * @param {ChairsQuestion} [other] the second question of the act as this chair saw it
 */
export function refusal(answer, before, other) {
  const { question } = answer;
  const by = answer.by ?? question?.by;
  if (CHANGED.has(answer.code) && before && question && by) {
    return changedSentence(before, question, by, answer.at ?? question.changed_at);
  }
  if (answer.code === "merge.not_a_lead" && question && other) return notALeadSentence(answer, question, other);
  if (answer.code === "undo.superseded" && answer.by) return supersededSentence(answer.by, answer);
  return answer.message || _("This did not work. Nothing has changed.");
}
