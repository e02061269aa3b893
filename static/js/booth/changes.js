/**
 * The changes that the page signals to the interpreter. A change is a difference between two states of the booth's
 * stream. The functions are pure.
 */

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
import { reading } from "../shared/reading.js";
import { programme } from "../shared/programme.js";

/**
 * A change of a question's texts: a new wording, a new machine translation (`translated`), or a translation by a person
 * (`corrected`).
 * @typedef {"wording" | "translated" | "corrected"} TextChange
 */
/**
 * @typedef {object} BoothChange
 * @property {"live" | "next" | "approved" | "screen"} part the part of the page that has changed
 * @property {number | null} number the question's number; null for the screen and for an empty part
 * @property {TextChange | "came" | "empty" | "cleared" | "restored"} kind `came`: another question is now in this part;
 *   `empty`: the part has no question now; `cleared`, `restored`: changes of the screen
 */

/**
 * Return the change of a question's texts: a new wording, or a new text in the booth's language. If neither text has
 * changed, return null.
 * @param {QuestionView} before
 * @param {QuestionView} after
 * @param {string} target the booth's language
 * @returns {TextChange | null}
 */
function textChange(before, after, target) {
  if (before.text !== after.text) return "wording";
  const [old, present] = [reading(before, target), reading(after, target)];
  if (!present.original || (old.original && old.text === present.text)) return null;
  return present.kind === "machine" ? "translated" : "corrected";
}

/**
 * Return the changes in the order of the page. For the queue, return only added questions, new wordings and corrected
 * translations. Leave out moves and machine translations in the queue, because they are too frequent.
 * @param {StreamState} before
 * @param {StreamState} after
 * @param {string} target the booth's language
 */
export function changes(before, after, target) {
  const [old, present] = [programme(before), programme(after)];
  /** @type {BoothChange[]} */
  const list = [];
  if (Boolean(before.settings.screen_cleared) !== Boolean(after.settings.screen_cleared)) {
    list.push({ part: "screen", number: null, kind: after.settings.screen_cleared ? "cleared" : "restored" });
  }
  for (const part of /** @type {const} */ (["live", "next"])) {
    const [from, to] = [old[part], present[part]];
    if (from?.number !== to?.number) list.push({ part, number: to?.number ?? null, kind: to ? "came" : "empty" });
    else if (from && to) {
      const kind = textChange(from, to, target);
      if (kind) list.push({ part, number: to.number, kind });
    }
  }
  for (const view of present.queue) {
    const from = before.questions[view.number];
    const kind = from ? textChange(from, view, target) : "came";
    if (kind && kind !== "translated") list.push({ part: "approved", number: view.number, kind });
  }
  return list;
}
