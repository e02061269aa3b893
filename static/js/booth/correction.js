/**
 * Translations that the interpreter writes or corrects. The page keeps a draft until the server accepts it, or until
 * the interpreter closes the editor with the editor's button.
 */

import { markDeliberate } from "../shared/held-field.js";
import { newerWords, seenFields, wordsSeen } from "../shared/seen-words.js";
import { command } from "../shared/stream/http.js";
import { asideKey, correcting, draftAside, isUnsaved } from "./drafts.js";
import { restKeys, wakeKeys } from "./rest.js";
import { sides } from "./sides.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Part} from "./departures.js" */

let redraw = () => {};

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function correctWith(draw) {
  redraw = draw;
}

/**
 * Return whether the booth can write a translation of the question. The booth can write one if the question has a text,
 * was not asked in the booth's language and is not answered.
 * @param {QuestionView} view
 */
export const mayCorrect = (view) => view.text !== "" && view.language !== sides().into && view.status !== "answered";

const field = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-correction] textarea"));

/**
 * Return whether the open editor contains unsaved words for a question other than `number`.
 * @param {number} number
 */
function isOccupied(number) {
  const { draft } = correcting;
  return draft !== null && draft.number !== number && isUnsaved(draft);
}

/**
 * Open the editor for the question. If the person has closed an editor of this question with Escape, the new editor
 * contains the unsaved words. Otherwise, it contains the current translation. Only one editor can be open. If the
 * editor of another question has unsaved words, do not open the new editor. In this case, disable the keyboard
 * shortcuts (rest.js), because the person may already be typing.
 * @param {QuestionView} view
 */
export function openCorrection(view) {
  const { number, status } = view;
  correcting.refused = isOccupied(number) ? number : null;
  if (correcting.refused !== null) {
    restKeys();
    redraw();
    return;
  }
  if (correcting.draft?.number !== number) {
    const { into } = sides();
    const seen = wordsSeen(view, into);
    const part = status === "live" || status === "next" ? status : "approved";
    const place = { part: /** @type {Part} */ (part), index: 0, view, left: "", isGone: false };
    const words = { seen, before: seen.translation, text: seen.translation };
    const fresh = { number, language: into, ...words, sending: false, error: "" };
    correcting.draft = { ...fresh, ...draftAside(view, into), ...place };
  }
  redraw();
  field()?.focus();
}

/**
 * Focus the open editor, whose unsaved words have prevented another editor from opening. If the editor's question is
 * still in the same part of the page, also enable the keyboard shortcuts.
 */
export function keepWriting() {
  correcting.refused = null;
  if (!correcting.draft?.left) wakeKeys();
  redraw();
  field()?.focus();
}

/**
 * Close the editor, delete its draft and set the focus. Set it to the question's row. If this row does not exist, set
 * it to the first row in the editor's part of the page, or else to the main element. If the question has left this
 * part, disable the keyboard shortcuts until the person chooses a question.
 */
export function closeCorrection() {
  const { draft } = correcting;
  if (draft) delete correcting.aside[asideKey(draft)];
  correcting.draft = null;
  correcting.refused = null;
  if (draft?.left) restKeys();
  redraw();
  const selectors = [`.row[tabindex][data-number="${draft?.number}"]`, `.part-${draft?.part} .row[tabindex]`, "#main"];
  const target = selectors.map((selector) => document.querySelector(selector)).find(Boolean);
  /** @type {HTMLElement | null | undefined} */ (target)?.focus();
}

/**
 * Close the editor and set its unsaved words aside. The page shows these words when the person opens an editor for this
 * question again. Exception: an editor with unsaved words stays open if its question has left the editor's part of the
 * page.
 */
export function leaveCorrection() {
  const { draft } = correcting;
  const isKept = draft && isUnsaved(draft);
  if (isKept && draft.left) return;
  closeCorrection();
  if (isKept) correcting.aside[asideKey(draft)] = draft;
}

/**
 * Send the draft, and the original text and translation that the person saw in the editor. After success, close the
 * editor, except if the person has changed the draft during the request. After a refusal, keep the draft and show the
 * reason. If the reason is a changed original text or translation, also show the changed words.
 */
export async function sendCorrection() {
  const { draft } = correcting;
  if (!draft || draft.sending || draft.isGone) return;
  const { number, language, text } = draft;
  Object.assign(draft, { sending: true, error: "" });
  correcting.refused = null;
  redraw();
  const answer = await command("translate", { number, language, text, ...seenFields(draft.seen) });
  if (correcting.draft !== draft) {
    if (answer.ok && correcting.aside[asideKey(draft)] === draft) delete correcting.aside[asideKey(draft)];
    return;
  }
  const view = /** @type {QuestionView | undefined} */ (answer.question);
  if (answer.ok && draft.text === text) {
    markDeliberate();
    closeCorrection();
    return;
  }
  const isChanged = !answer.ok && answer.code === "translation.stale" && view;
  const seen = answer.ok && view ? { seen: wordsSeen(view, language), before: text, newer: undefined } : null;
  Object.assign(draft, isChanged ? newerWords(draft.seen, view, language) : seen);
  Object.assign(draft, { sending: false, error: answer.ok ? "" : answer.message });
  redraw();
}

/**
 * Request a new machine translation.
 * @param {QuestionView} view
 */
export async function retranslate({ number }) {
  correcting.refusals.delete(number);
  const answer = await command("retranslate", { number, language: sides().into });
  if (!answer.ok) correcting.refusals.set(number, answer.message);
  redraw();
}
