/** The booth corrects a translation or gives one. What is written stays until it is kept or put aside. */

import { keepDrafts, takeDrafts } from "../shared/drafts.js";
import { reading } from "../shared/reading.js";
import { command } from "../shared/stream/wire.js";
import { sides } from "./sides.js";

/** `draft`: {number, language, text, sending, error} of the open editor or null; `notes`: number → why nothing was asked again. */
export const correcting = { draft: takeDrafts(), notes: new Map() };
keepDrafts(() => correcting.draft && { ...correcting.draft, sending: false });

let redraw = () => {};

/** Names the function that draws the page. */
export function correctWith(draw) {
  redraw = draw;
}

/** Whether there is a language of this booth's to translate the question into, and the question still stands. */
export const mayCorrect = (view) => view.text !== "" && view.language !== sides().into && view.status !== "answered";

const rowOf = (number) => document.querySelector(`.row[data-number="${number}"]`);

/** Opens the editor beside the question, with the translation that stands. One is open at a time. */
export function openCorrection(view) {
  if (correcting.draft?.number !== view.number) {
    const { into } = sides();
    const got = reading(view, into);
    correcting.draft = {
      number: view.number,
      language: into,
      text: got.original ? got.text : "",
      sending: false,
      error: "",
    };
    redraw();
  }
  rowOf(view.number)?.querySelector("textarea")?.focus();
}

export function closeCorrection() {
  const number = correcting.draft?.number;
  correcting.draft = null;
  redraw();
  rowOf(number)?.focus();
}

/** Keeps the translation; refused, the text stays with the reason. */
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

/** Asks the machine once more. */
export async function sendAgain({ number }) {
  correcting.notes.delete(number);
  const answer = await command("retranslate", { number, language: sides().into });
  if (!answer.ok) correcting.notes.set(number, answer.message);
  redraw();
}
