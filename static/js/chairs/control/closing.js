/**
 * The closing of an editor. The button Close deletes unsaved words. The key Escape sets unsaved words aside: the next
 * editor of the same question shows them again.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { EditorName } from "../model/editors.js" */
/** @import { CorrectionDraft, ListName, WordingDraft } from "../model/ui.js" */

import { isUnsaved } from "../model/editors.js";
import { change, ui } from "../model/ui.js";
import { changedWords, placeOf, rowSelector } from "./editors.js";
import { focusSoon } from "./focus.js";
import { restKeys } from "./rest.js";

/**
 * Close an editor, then focus the row of its question. If the question has left the editor's list, focus a heading
 * instead. Then also disable the keyboard shortcuts until the chair chooses a row.
 * @param {EditorName} name
 */
export function closeEditor(name) {
  const draft = ui[name];
  if (!draft) return;
  delete ui.aside[name][draft.number];
  change({ [name]: null, saveFirst: null });
  if (!draft.left) {
    focusSoon(rowSelector(draft.number, draft.list));
    return;
  }
  restKeys();
  const panel = draft.list === "queue" || draft.list === "history" ? "queue" : "incoming";
  focusSoon(`[data-panel="${panel}"] [data-heading]`);
}

/**
 * Close an editor and set its unsaved words aside. Exception: do nothing if the editor has unsaved words and its
 * question has left the list. The row with these words would disappear, so the chair would not easily find them again.
 * @param {EditorName} name
 */
export function leaveEditor(name) {
  const draft = ui[name];
  const isKept = draft && isUnsaved(draft);
  if (isKept && draft.left) return;
  closeEditor(name);
  if (isKept) Object.assign(ui.aside[name], { [draft.number]: draft });
}

/**
 * Return the draft of a question that Escape has set aside, for a new editor of this question. Return undefined if
 * there is no such draft. `list` and `index` of the result are the current place of the question's row. If the
 * question's words have changed since the chair read them, `newer` contains the current words.
 * @param {EditorName} name
 * @param {ChairsQuestion} view
 * @param {ListName} [list] the list of the row
 * @returns {CorrectionDraft | WordingDraft | undefined}
 */
export function draftAside(name, view, list) {
  const draft = ui.aside[name][view.number];
  const idle = draft && { ...draft, ...placeOf(view, list), sending: false };
  return idle && /** @type {CorrectionDraft | WordingDraft} */ ({ ...idle, ...changedWords(idle, view) });
}

/**
 * Delete the question's draft in `ui.aside` if the draft's text is now saved. While the page was sending this draft,
 * the chair may have pressed Escape, which puts the draft into `ui.aside`.
 * @param {EditorName} name
 * @param {number} number
 * @param {string} text the words that have been saved
 */
export function forgetSaved(name, number, text) {
  if (ui.aside[name][number]?.text === text) delete ui.aside[name][number];
}
