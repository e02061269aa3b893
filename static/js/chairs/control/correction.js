/**
 * The editor of a translation into this chair's language. The page keeps a draft until the server accepts it, or until
 * the chair closes the editor with the button Close.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { CorrectionDraft, ListName } from "../model/ui.js" */

import { markDeliberate } from "../../shared/held-field.js";
import { page } from "../../shared/page-data.js";
import { newerWords, seenFields, wordsSeen } from "../../shared/seen-words.js";
import { editedView } from "../model/editors.js";
import { change, ui } from "../model/ui.js";
import { translate } from "./acts.js";
import { closeEditor, draftAside, forgetSaved, leaveEditor } from "./closing.js";
import { focusEditor, isOccupied, patch, placeOf } from "./editors.js";

/**
 * Return whether the question can be translated into this chair's language.
 * @param {ChairsQuestion} view
 */
export const mayCorrect = (view) =>
  view.language !== page.reading && page.session.languages.some(({ code }) => code === page.reading);

/**
 * Open the editor in the question's row. If Escape has set a draft of this question aside, the editor contains this
 * draft. Otherwise, the editor contains the current translation. At most one editor of a translation is open
 * (`isOccupied`).
 * @param {ChairsQuestion} view
 * @param {ListName} [list] the list of the row
 */
export function openCorrection(view, list) {
  if (!mayCorrect(view) || isOccupied("correcting", view.number, list)) return;
  if (ui.correcting?.number !== view.number) {
    const seen = wordsSeen(view, page.reading);
    const words = { seen, before: seen.translation, text: seen.translation };
    const fresh = { number: view.number, ...words, ...placeOf(view, list), sending: false, error: "" };
    change({ correcting: /** @type {CorrectionDraft} */ (draftAside("correcting", view, list) ?? fresh) });
  }
  focusEditor("correcting");
}

export const closeCorrection = () => closeEditor("correcting");
export const leaveCorrection = () => leaveEditor("correcting");

/**
 * Send the draft. The command contains the question's text and translation as the editor showed them. If one of them
 * has changed, the server refuses the command, and the editor shows the change. The next attempt then contains the
 * changed words, so the server accepts it. If the chair changes the draft during the request, keep the editor open.
 * Return whether the draft was saved.
 */
export async function sendCorrection() {
  const draft = ui.correcting;
  const view = draft && editedView(draft);
  if (!draft || !view || draft.sending) return false;
  const { number, text } = draft;
  patch("correcting", number, { sending: true, error: "" });
  const answer = await translate(view, { language: page.reading, text, ...seenFields(draft.seen) });
  const present = ui.correcting;
  if (answer.ok) forgetSaved("correcting", number, text);
  if (present?.number !== number) return answer.ok;
  if (answer.ok) {
    markDeliberate();
    const seen = wordsSeen(/** @type {ChairsQuestion} */ (answer.question ?? view), page.reading);
    if (present.text === text) closeCorrection();
    else patch("correcting", number, { sending: false, seen, before: text, newer: undefined });
    return true;
  }
  const error = draft.left ? (answer.message ?? "") : "";
  const newer = answer.question && newerWords(draft.seen, answer.question, page.reading);
  patch("correcting", number, { ...newer, sending: false, error });
  return false;
}
