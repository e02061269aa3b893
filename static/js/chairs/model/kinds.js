/**
 * The kinds (sets) of waiting questions. One act can decline or release all questions of a kind. `meter` means the
 * counts of new phones (see `Newcomers`). The functions are pure.
 */

/** @import { ChairsQuestion, KindPreview, Newcomers } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

import { _, formatTime, ngettext } from "../../shared/i18n.js";

/**
 * A kind (a set of waiting questions) that the chair can choose in the dialog. `number`: the question from which the
 * chair opened the dialog; missing if the chair opened it from the bar of new phones. `since`: for the kind `arrived`
 * in a dialog opened from this bar, the earliest minute of arrival. `preview`: the numbers of questions of the kind;
 * null until the server has answered.
 * @typedef {object} KindChoice
 * @property {"question" | "alike" | "asker" | "arrived" | "held"} kind
 * @property {number} [number]
 * @property {string} [since]
 * @property {KindPreview | null} preview
 */

/**
 * Return the kinds of a question, in this order:
 * - this question alone, if it waits for release,
 * - the similar questions,
 * - all questions of its asker, if the asker is an attendee,
 * - the questions of all phones that arrived in the same minute as the asker's phone or later, if the asker is an
 *   attendee.
 * @param {ChairsQuestion} view
 * @returns {KindChoice[]}
 */
export function kindsOf({ number, held, aloud, source }) {
  /** @type {KindChoice["kind"][]} */
  const kinds = held ? ["question", "alike"] : ["alike"];
  if (!aloud && !source) kinds.push("asker", "arrived");
  return kinds.map((kind) => ({ kind, number, preview: null }));
}

/**
 * Return the kinds (sets of questions) that the dialog offers when the chair opens it from the bar of new phones, in
 * this order:
 * - if `since` is given, the questions of the phones that arrived in the minute `since` or later,
 * - if any questions wait for release, all these questions.
 * @param {Newcomers | null} meter
 * @returns {KindChoice[]}
 */
export function kindsOfMeter(meter) {
  /** @type {KindChoice[]} */
  const kinds = [];
  if (meter?.since) kinds.push({ kind: "arrived", since: meter.since, preview: null });
  if (meter?.held) kinds.push({ kind: "held", preview: null });
  return kinds;
}

/**
 * Return the counts of new phones (see `Newcomers`). If the server sends no such counts, return null.
 * @param {ChairsState} state
 * @returns {Newcomers | null}
 */
export const meterOf = ({ counts }) => counts?.newcomers ?? null;

/**
 * Return the name of a kind.
 * @param {KindChoice} choice
 */
export function kindLabel({ kind, since, preview }) {
  const minute = since ?? preview?.since;
  switch (kind) {
    case "question":
      return _("Only this one");
    case "alike":
      return _("All like this one");
    case "asker":
      return _("All of this asker");
    case "held":
      return _("All that wait for release");
    default:
      return minute
        ? _("All from phones that came at %(time)s or later", { time: formatTime(minute) })
        : _("All from phones that came with this one or later");
  }
}

/**
 * Return the number of questions of a kind, in words.
 * @param {KindPreview} preview
 */
export function kindCount({ incoming, held }) {
  if (held && !incoming) return waitingForRelease(held);
  const inIncoming = ngettext("%(n)s question in Incoming", "%(n)s questions in Incoming", incoming);
  return held ? `${inIncoming} · ${waitingForRelease(held)}` : inIncoming;
}

/**
 * Return the number of questions that wait for release, in words.
 * @param {number} held
 */
export const waitingForRelease = (held) => ngettext("%(n)s waits for release", "%(n)s wait for release", held);
