/** The booth's corrections of translations. A draft stays until it is sent or closed. */

import { takeDrafts, keepDrafts } from "../shared/drafts.js";
import { reading } from "../shared/reading.js";
import { command } from "../shared/stream/http.js";
import { sides } from "./sides.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {CorrectionDraft} from "../shared/view/correction.js" */

/**
 * `draft`: the draft in the open editor. `refusals`: for each question number, the reason why the last request for a
 * machine translation was refused.
 * @type {{draft: CorrectionDraft | null, refusals: Map<number, string>}}
 */
export const correcting = { draft: takeDrafts(), refusals: new Map() };
keepDrafts(() => correcting.draft && { ...correcting.draft, sending: false });

let redraw = () => {};

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function correctWith(draw) {
  redraw = draw;
}

/**
 * Return whether the booth can translate the question into its language.
 * @param {QuestionView} view
 */
export const mayCorrect = (view) => view.text !== "" && view.language !== sides().into && view.status !== "answered";

/** @param {number | undefined} number */
const rowOf = (number) => /** @type {HTMLElement | null} */ (document.querySelector(`.row[data-number="${number}"]`));

/**
 * Open the editor beside the question with its current translation. Only one editor is open at a time.
 * @param {QuestionView} view
 */
export function openCorrection(view) {
  if (correcting.draft?.number !== view.number) {
    const { into } = sides();
    const { original, text } = reading(view, into);
    correcting.draft = { number: view.number, language: into, text: original ? text : "", sending: false, error: "" };
    redraw();
  }
  rowOf(view.number)?.querySelector("textarea")?.focus();
}

/** Close the editor, delete the draft and focus the question. */
export function closeCorrection() {
  const number = correcting.draft?.number;
  correcting.draft = null;
  redraw();
  rowOf(number)?.focus();
}

/** Send the draft. If it is refused, keep the text and show the reason. */
export async function sendCorrection() {
  const { draft } = correcting;
  if (!draft || draft.sending) return;
  Object.assign(draft, { sending: true, error: "" });
  redraw();
  const answer = await command("translate", { number: draft.number, language: draft.language, text: draft.text });
  if (correcting.draft !== draft) return;
  if (answer.ok) return closeCorrection();
  Object.assign(draft, { sending: false, error: answer.message });
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
