/**
 * The open editors of a question, in the list in which they were opened. If the question leaves the list, the elements
 * of its editors stay in the document. Otherwise the caret, and characters that an input method is composing, would be
 * lost.
 */

/** @import { ListName } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { hasWordsAside, openDrafts } from "../model/editors.js";
import { ui } from "../model/ui.js";
import { correctionOf } from "./correction.js";
import { questionText } from "./question-words.js";
import { wordingOf } from "./wording.js";

/**
 * Return the editors of a question in a list. A row must always draw the editors in the same place of its template;
 * otherwise Lit would create new elements.
 * @param {ListName} list
 * @param {number} number
 */
export const questionEditors = (list, number) => html`${correctionOf(list, number)}${wordingOf(list, number)}`;

/**
 * Return all values on which a row's editors and its mark "unsaved words" depend. The row is drawn again when one of
 * these values changes.
 * @param {ListName} list
 * @param {number} number
 */
export function editorParts(list, number) {
  const drafts = openDrafts().filter((draft) => draft.number === number && draft.list === list);
  const ofDrafts = drafts.length ? [...drafts, ui.state.questions[number], ui.saveFirst, ui.keysRest] : [];
  return [hasWordsAside(number), ...ofDrafts];
}

/**
 * Return the number of the question whose editor has the focus; null if no editor in this list has the focus.
 * @param {ListName} list
 */
export function focusedEditor(list) {
  const form = document.activeElement?.closest("[data-correction], [data-wording]");
  const row = /** @type {HTMLElement | null | undefined} */ (form?.closest(`[data-list="${list}"] [data-row]`));
  return row ? Number(row.dataset.number) : null;
}

/**
 * Return the editors that the chair has opened in the part *Now* or *Next* (`list`). An editor stays in its part, even
 * if its question leaves it. The part then shows another question. Therefore, show the text of the editor's question
 * above the editor.
 * @param {"live" | "next"} list
 * @param {number | undefined} present the number of the question that is in this part now
 */
export function bandEditors(list, present) {
  const drafts = openDrafts().filter((draft) => draft.list === list);
  const leftDraft = drafts.find((draft) => draft.number !== present);
  const numbers = { correcting: ui.correcting?.number ?? 0, wording: ui.wording?.number ?? 0 };
  return html`<div class="band-editors">
    ${leftDraft ? html`<div class="kept-words"><span class="number">${leftDraft.number}</span><div>${questionText(leftDraft.view)}</div></div>` : nothing}
    ${correctionOf(list, numbers.correcting)}${wordingOf(list, numbers.wording)}
  </div>`;
}
