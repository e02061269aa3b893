/** The dialog for a new glossary term. When the chair closes the dialog, the page keeps the draft. */

import { page } from "../../shared/page-data.js";
import { emptyTerm, selectedTerm, sendTerm, takeTermBack } from "../../shared/term-draft.js";
import { change, ui } from "../model/ui.js";
import { readUndo } from "./undo-offer.js";

const redraw = () => change();

/** Open the dialog. If the chair has selected words in a question, write the words into the field of their language. */
export function openTerm() {
  const draft = ui.term ?? emptyTerm();
  draft.texts = { ...draft.texts, ...selectedTerm() };
  draft.added = null;
  change({ term: draft, termOpen: true });
}

export const closeTerm = () => change({ termOpen: false });

/** The languages of the session in the order of the dialog's fields. The chair's own language is first. */
export function termLanguages() {
  const languages = page.session.languages.map(({ code }) => code);
  return [...languages.filter((code) => code === page.reading), ...languages.filter((code) => code !== page.reading)];
}

/**
 * Store the typed text of the term in one language.
 * @param {string} lang
 * @param {string} text
 */
export function writeTerm(lang, text) {
  if (!ui.term) return;
  ui.term.texts[lang] = text;
  ui.term.error = "";
  change();
}

/** Add the term to the glossary. The footer then offers to undo this act. */
export async function addTerm() {
  if (!ui.term) return;
  await sendTerm(ui.term, redraw);
  readUndo();
}

export async function undoTerm() {
  if (!ui.term) return;
  await takeTermBack(ui.term, redraw);
  readUndo();
}
