/**
 * The editor of a question's wording. The page keeps a draft until the server accepts it, or until the chair closes the
 * editor with the button Close.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { ListName, WordingDraft } from "../model/ui.js" */

import { markDeliberate } from "../../shared/held-field.js";
import { editedView, wordsId } from "../model/editors.js";
import { change, ui } from "../model/ui.js";
import { act } from "./acts.js";
import { closeEditor, draftAside, forgetSaved, leaveEditor } from "./closing.js";
import { focusEditor, isOccupied, patch, placeOf } from "./editors.js";

/**
 * Return the asker's own words, even if a chair's wording has replaced them on the page.
 * @param {ChairsQuestion} view
 */
export const ownWords = (view) => view.asked ?? view.text;

/**
 * Open the editor in the question's row. If the chair has closed this question's editor with Escape, the editor
 * contains the unsaved draft. Otherwise, the editor contains the current text. At most one editor of a wording is open
 * (`isOccupied`).
 * @param {ChairsQuestion} view
 * @param {ListName} [list] the list of the row
 */
export function openWording(view, list) {
  if (isOccupied("wording", view.number, list)) return;
  if (ui.wording?.number !== view.number) {
    const hide = view.edited ? Boolean(view.hides) : ui.state.settings.chatham_house_rule;
    const words = { seen: wordsId(view), before: view.text, hideBefore: hide, text: view.text, hide };
    const { number, version } = view;
    const fresh = { number, version, ...words, ...placeOf(view, list), sending: false, error: "" };
    change({ wording: /** @type {WordingDraft} */ (draftAside("wording", view, list) ?? fresh) });
  }
  focusEditor("wording");
}

export const closeWording = () => closeEditor("wording");
export const leaveWording = () => leaveEditor("wording");

/**
 * Store the fields that the chair has changed.
 * @param {Partial<WordingDraft>} values
 */
export function writeWording(values) {
  if (ui.wording) patch("wording", ui.wording.number, { error: "", ...values });
}

/**
 * Send the draft. If the draft equals the asker's own words, remove the chair's wording instead. Return true after
 * success, and if no change was necessary.
 */
export async function sendWording() {
  const view = ui.wording && editedView(ui.wording);
  const text = ui.wording?.text.trim() ?? "";
  return view ? send(view, text === ownWords(view) ? null : text) : false;
}

/** Remove the chair's wording. */
export async function sendOwnWords() {
  const view = ui.wording && editedView(ui.wording);
  return view ? send(view, null) : false;
}

/**
 * Send a new wording of the question, or remove the chair's wording. The server refuses the command as a conflict if
 * the question has another version than the command.
 * - If the question's text has changed since the chair saw it, send the version that the chair saw. The server then
 *   refuses the command.
 * - If only other fields have changed, for example by an approval, send the newest version. The server then accepts the
 *   command.
 * After success, close the editor, except if the chair has changed the draft during the request. Return true after
 * success, and if there is no wording to remove.
 * @param {ChairsQuestion} view
 * @param {string | null} text null: no wording
 */
async function send(view, text) {
  const draft = ui.wording;
  if (!draft || draft.sending) return false;
  const { number } = draft;
  if (text === null && !view.edited) {
    closeWording();
    return true;
  }
  patch("wording", number, { sending: true, error: "" });
  const version = wordsId(view) === draft.seen ? view.version : draft.version;
  const answer = await act("wording", { ...view, version }, text === null ? { text } : { text, hide: draft.hide });
  const present = ui.wording;
  if (answer.ok) forgetSaved("wording", number, draft.text);
  if (present?.number !== number) return answer.ok;
  if (answer.ok) {
    markDeliberate();
    const isNewer = text !== null && (present.text !== draft.text || present.hide !== draft.hide);
    const saved = /** @type {ChairsQuestion} */ (answer.question ?? view);
    if (isNewer) patch("wording", number, { ...seenFrom(saved), sending: false, newer: undefined });
    else closeWording();
    return true;
  }
  const isAboutText = answer.code.startsWith("text.");
  if (isAboutText) ui.messages.delete(number); // Remove the refusal from the row: the editor shows it.
  const changed = answer.question && wordsId(answer.question) !== draft.seen ? answer.question.text : undefined;
  const newer = answer.question && { ...seenFrom(answer.question), before: draft.before, newer: changed };
  const error = isAboutText || draft.left ? (answer.message ?? "") : "";
  patch("wording", number, { ...newer, sending: false, error });
  return false;
}

/**
 * Return the fields of a draft that record the question's current text and version.
 * @param {ChairsQuestion} view
 */
const seenFrom = (view) => ({
  version: view.version,
  seen: wordsId(view),
  before: view.text,
  hideBefore: Boolean(view.hides),
});
