/** The open editors of the dashboard: the editor of a translation and the editor of a wording. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Item } from "./lists.js" */
/** @import { CorrectionDraft, ListName, WordingDraft } from "./ui.js" */

import { ui } from "./ui.js";

/**
 * The name of an editor. `correcting`: the editor of a translation; `wording`: the editor of a wording.
 * @typedef {"correcting" | "wording"} EditorName
 */

/** @type {readonly EditorName[]} */
export const EDITORS = ["correcting", "wording"];

/** Return the drafts in the open editors. */
export const openDrafts = () =>
  EDITORS.map((name) => ui[name]).filter((draft) => draft !== null && draft !== undefined);

/**
 * Return the drafts of the editors that are open in this list.
 * @param {string | undefined} list
 */
const editedIn = (list) => openDrafts().filter((draft) => draft.list === list);

/**
 * Return whether an editor for this question is open in this list.
 * @param {ListName} list
 * @param {number} number
 */
export const isEdited = (list, number) => editedIn(list).some((draft) => draft.number === number);

/**
 * Return a string to compare two states of a question's words. It differs if the text has changed, or if a chair has
 * hidden or shown the asker's own text.
 * @param {ChairsQuestion} view
 */
export const wordsId = ({ text, hides }) => `${hides} ${text}`;

/**
 * Return whether the draft contains unsaved words: whether it has changed since it was last saved or, before the first
 * save, since the editor was opened.
 * @param {CorrectionDraft | WordingDraft | null} draft
 */
export function isUnsaved(draft) {
  if (!draft) return false;
  const isHideChanged = "hide" in draft && draft.hide !== draft.hideBefore;
  return isHideChanged || draft.text.trim() !== draft.before.trim();
}

/**
 * Return the names of the editors for which `ui.aside` has an unsaved draft of this question. (Escape puts drafts into
 * `ui.aside`.) Leave out an editor that is open for this question, because it contains the draft.
 * @param {number} number
 */
export const editorsAside = (number) =>
  EDITORS.filter((name) => ui[name]?.number !== number && isUnsaved(ui.aside[name][number] ?? null));

/**
 * Return whether Escape has set unsaved words for this question aside.
 * @param {number} number
 */
export const hasWordsAside = (number) => editorsAside(number).length > 0;

/**
 * Return the current state of the draft's question. If the question has left the stream, return null, because the draft
 * can no longer be saved. Exception: a draft in the history panel can still be saved. For this draft, return the
 * question as last seen.
 * @param {CorrectionDraft | WordingDraft} draft
 */
export function editedView(draft) {
  const older = draft.list === "history" ? draft.view : null;
  return ui.state.questions[draft.number] ?? older;
}

/**
 * Return the questions that a list shows: the questions `shown`, and each question of `all` with an open editor in this
 * list. A filter must not hide a question that a chair is editing.
 * @param {ListName} list
 * @param {ChairsQuestion[]} shown
 * @param {ChairsQuestion[]} all
 */
export function withEditedRows(list, shown, all) {
  const edited = new Set(editedIn(list).map((draft) => draft.number));
  const listed = new Set(shown.map((view) => view.number));
  const isHidden = all.some((view) => edited.has(view.number) && !listed.has(view.number));
  return isHidden ? all.filter((view) => edited.has(view.number) || listed.has(view.number)) : shown;
}

/**
 * Add the kept rows of the list to its items. A kept row is the row of a question that has left the list while its
 * editor is open. Without this row, the editor would have no place on the page.
 * @param {Item[]} items
 * @param {ListName} list
 * @returns {Item[]}
 */
export function withKeptRows(items, list) {
  let rows = items;
  for (const { number, index, view } of [...editedIn(list)].sort((a, b) => a.index - b.index)) {
    if (!view || rows.some((item) => item.number === number)) continue;
    rows = [...rows];
    rows.splice(Math.min(index, rows.length), 0, { number, left: view });
  }
  return rows;
}

/**
 * Return whether this row is a kept row (see `withKeptRows`). No act applies to a kept row.
 * @param {{list?: ListName, number?: number}} row
 */
export const isKeptRow = ({ list, number }) =>
  editedIn(list).some((draft) => draft.number === number && draft.left !== "");
