/** The sentence for the act that `undo` would reverse. */

/** @import { StatusName } from "../../shared/contracts.d.ts" */
/** @import { Questions } from "./together.js" */

import { _, ngettext } from "../../shared/i18n.js";

/**
 * {act: status that the act gives to the chosen question}. The act can also change a second question, which had this
 * status before. The sentence names only the chosen question. This is the question that has the status now.
 * @type {Record<string, StatusName>}
 */
const RESULT = { set_next: "next", take: "live", bring_back: "live" };

/**
 * Return the number of the lead if `numbers` contains both a lead and a question merged into this lead. Otherwise
 * return undefined.
 * @param {number[]} numbers
 * @param {Questions} questions
 */
const leadAmong = (numbers, questions) =>
  numbers.find((lead) => numbers.some((number) => questions[number]?.lead === lead));

/**
 * Return the sentence for an act that can change several questions (such as `merge`) or no question (such as
 * `add_term`). Return "" if `undoSentence` has the sentence: for all other acts, and if only one question was declined.
 * @param {string} act
 * @param {number[]} numbers
 * @param {Questions} questions
 */
function sentenceOfSeveral(act, numbers, questions) {
  const lead = leadAmong(numbers, questions);
  switch (act) {
    case "decline":
      return numbers.length > 1
        ? ngettext("You declined %(n)s question", "You declined %(n)s questions", numbers.length)
        : "";
    case "decline_kind":
      return ngettext("You declined %(n)s question", "You declined %(n)s questions", numbers.length);
    case "release_kind":
      return ngettext("You released %(n)s question", "You released %(n)s questions", numbers.length);
    case "hold_newcomers":
      return _("You let new phones wait");
    case "admit_newcomers":
      return _("You let new phones in");
    case "merge":
      if (numbers.length !== 2 || !lead) return _("You merged questions");
      return _("You merged No. %(number)s into No. %(lead)s", {
        number: numbers.find((number) => number !== lead),
        lead,
      });
    case "split":
      return _("You split No. %(one)s and No. %(other)s", { one: numbers[0], other: numbers[1] });
    case "mute":
      return _("You stopped the asker of No. %(number)s", {
        number: numbers.find((number) => questions[number]?.muted) ?? numbers[0],
      });
    case "add": // `numbers[0]` is the added question. `numbers[1]`, if any, is the question that left the screen.
      return _("You added No. %(number)s", { number: numbers[0] });
    case "add_term":
      return _("You added a term to the glossary");
    case "clear_screen":
      return _("You cleared the screen");
    case "restore_screen":
      return _("You showed the screen again");
    case "set_stage_languages":
      return _("You changed the languages of the screen");
    default:
      return "";
  }
}

/**
 * Return the sentence for the act that `undo` would reverse.
 * @param {{act: string, numbers: number[]}} undo
 * @param {Questions} [questions]
 */
export function undoSentence({ act, numbers }, questions = {}) {
  const sentence = sentenceOfSeveral(act, numbers, questions);
  if (sentence) return sentence;
  const moved = RESULT[act] && numbers.find((number) => questions[number]?.status === RESULT[act]);
  const values = { number: moved || numbers[0] };
  switch (act) {
    case "approve":
      return _("You approved No. %(number)s", values);
    case "decline":
      return _("You declined No. %(number)s", values);
    case "reconsider":
      return _("You sent No. %(number)s back to Incoming", values);
    case "move":
      return _("You moved No. %(number)s", values);
    case "set_next":
      return _("You set No. %(number)s next", values);
    case "take":
      return _("You brought No. %(number)s to the screen", values);
    case "put_back":
      return _("You put No. %(number)s back in the queue", values);
    case "answer":
      return _("You marked No. %(number)s answered", values);
    case "bring_back":
      return _("You brought No. %(number)s back to the screen", values);
    case "set_language":
      return _("You changed the language of No. %(number)s", values);
    case "set_topic":
      return _("You changed the topic of No. %(number)s", values);
    case "translate":
      return _("You translated No. %(number)s", values);
    case "wording":
      return _("You changed the words of No. %(number)s", values);
    case "unmute":
      return _("You let the asker of No. %(number)s ask again", values);
    case "advance":
      return _("You advanced");
    default:
      return _("Your last action");
  }
}
