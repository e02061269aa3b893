/**
 * The open editors of the page. An editor never closes by itself when the lists change. If its question leaves the
 * list, the editor keeps its place and the typed text. It also shows why the question left the list.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { EditorName } from "../model/editors.js" */
/** @import { ChairsState, ListName, WordingDraft, CorrectionDraft } from "../model/ui.js" */

import { _ } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { differences } from "../../shared/seen-words.js";
import { EDITORS, isUnsaved, wordsId } from "../model/editors.js";
import { changedSentence } from "../model/sentences.js";
import { allViews, items } from "../model/shown.js";
import { announce, change, ui } from "../model/ui.js";
import { readOlder } from "./departures.js";
import { focusSoon } from "./focus.js";
import { restKeys, wakeKeys } from "./rest.js";

/** The CSS selector of the text area of each editor. */
export const FIELDS = { correcting: "[data-correction] textarea", wording: "[data-wording] textarea" };

/** For each editor: a CSS selector for the editor's form and for the message of `isOccupied` ("Save or close …"). */
const FORMS = { correcting: "[data-correction], [data-save-first]", wording: "[data-wording], [data-save-first]" };

/** @type {ListName[]} */
const LISTS = ["live", "next", "incoming", "queue"];

/**
 * Return the list that contains this question. If no list of this state contains it, return undefined.
 * @param {number} number
 * @param {ChairsState} state
 */
const listOf = (number, state) => LISTS.find((list) => allViews(list, state).some((view) => view.number === number));

/**
 * Return the place of a new editor for this question (`EditorPlace` in model/ui.js).
 * @param {ChairsQuestion} view
 * @param {ListName | undefined} list
 * @returns {{list: ListName, index: number, view: ChairsQuestion, left: string}}
 */
export function placeOf(view, list = listOf(view.number, ui.state) ?? "incoming") {
  return { list, index: items(list).findIndex((item) => item.number === view.number), view, left: "" };
}

/**
 * Return whether this editor is open with unsaved words for a question other than `number`. At most one editor of each
 * name can be open. If the result is true, ask the chair to save or close these words first, and focus the row of the
 * question `number`. Also disable the keyboard shortcuts (rest.js), because the chair may already be typing.
 * @param {EditorName} name
 * @param {number} number
 * @param {ListName | undefined} list the list that contains the question's row
 */
export function isOccupied(name, number, list = listOf(number, ui.state)) {
  const draft = ui[name];
  if (!draft || draft.number === number || !isUnsaved(draft)) return false;
  restKeys();
  change({ occupied: name });
  announce(number, occupiedSentence(draft.number));
  focusSoon(rowSelector(number, list));
  return true;
}

/**
 * Return the message of `isOccupied`, which asks the chair to save or close the editor of the question `number` first.
 * @param {number} number
 */
export const occupiedSentence = (number) => _("Save or close your words for No. %(number)s first.", { number });

/**
 * Focus the editor whose unsaved words prevent a second editor (`isOccupied`). If the question of this editor is still
 * in its list, also enable the keyboard shortcuts.
 */
export function goToOccupied() {
  const name = ui.occupied;
  if (!name) return;
  change({ occupied: null });
  if (!ui[name]?.left) wakeKeys();
  focusEditor(name);
}

/**
 * Focus an editor after the pending drawing. Scroll until its buttons and its text field are visible. If there is not
 * enough space for both, the text field is visible.
 * @param {EditorName} name
 */
export function focusEditor(name) {
  focusSoon(FIELDS[name]);
  queueMicrotask(() => {
    const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(FIELDS[name]));
    field?.form?.querySelector(".correction-acts")?.scrollIntoView({ block: "nearest" });
    field?.scrollIntoView({ block: "nearest" });
  });
}

/**
 * Return the CSS selector of a question's row in a list.
 * @param {number} number
 * @param {ListName | undefined} list
 */
export const rowSelector = (number, list) => `[data-list="${list}"] [data-row][data-number="${number}"]`;

/**
 * Change the draft of an editor. Do nothing if the editor is closed or belongs to another question.
 * @param {EditorName} name
 * @param {number} number
 * @param {Partial<WordingDraft> | Partial<CorrectionDraft>} values
 */
export function patch(name, number, values) {
  const draft = ui[name];
  if (draft?.number === number) change({ [name]: { ...draft, ...values } });
}

/**
 * Update the drafts that the page has restored from the browser's storage: set the current list and the current view of
 * each draft's question. Do not change a draft whose question is in no list. Called with the first state that the page
 * receives.
 * @param {ChairsState} state
 */
function restorePlaces(state) {
  for (const name of EDITORS) {
    const draft = ui[name];
    const view = draft && state.questions[draft.number];
    const list = draft && listOf(draft.number, state);
    if (draft && view && list) ui[name] = /** @type {any} */ ({ ...draft, list, view, left: "" });
  }
}

/**
 * Compare the lists before and after a change. If the question of an editor has left its list, keep the place of the
 * editor and show the reason. Call before the page's state changes.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordEditors(before, after) {
  if (before.epoch === null) restorePlaces(after);
  for (const name of EDITORS) {
    const draft = ui[name];
    if (!draft || draft.list === "history") continue;
    const { number, list } = draft;
    const home = allViews(list, after).find((view) => view.number === number);
    if (home) {
      const index = placeOf(draft.view, list).index;
      patch(name, number, { view: home, left: "", ...(index < 0 ? {} : { index }), ...changedWords(draft, home) });
      continue;
    }
    const isNew = draft.left === "";
    if (!isNew && before.questions[number] === after.questions[number]) continue;
    patch(name, number, { left: draft.left || _("This question is no longer here.") });
    explain(name, after);
    if (isNew && document.activeElement?.closest(FORMS[name])) restKeys();
  }
}

/**
 * If the question's words differ from the words that the chair saw, return `{newer}` with the current words. If they
 * are the same, or while the page is sending the draft, return `{}`.
 * @param {WordingDraft | CorrectionDraft} draft
 * @param {ChairsQuestion} view
 */
export function changedWords(draft, view) {
  if (draft.sending) return {};
  if ("hide" in draft) return wordsId(view) === draft.seen ? {} : { newer: view.text };
  const newer = differences(draft.seen, view, page.reading);
  return Object.keys(newer).length ? { newer } : {};
}

/**
 * Show in the editor why the question has left the list, and announce this reason.
 * @param {EditorName} name
 * @param {ChairsState} state
 */
async function explain(name, state) {
  const draft = ui[name];
  if (!draft) return;
  const after = state.questions[draft.number] ?? (await readOlder(draft.number).catch(() => null));
  const left = changedSentence(draft.view, after);
  if (ui[name]?.number !== draft.number || !ui[name]?.left) return;
  patch(name, draft.number, { left });
  announce(draft.number, left);
}
