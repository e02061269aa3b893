/** The editor of a translation into this chair's language. A draft stays until it is sent or closed. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { page } from "../../shared/page-data.js";
import { read } from "../../shared/view/original.js";
import { change, ui } from "../model/ui.js";
import { act } from "./acts.js";
import { focusRow, focusSoon } from "./focus.js";

/**
 * Return whether the question can be translated into this chair's language.
 * @param {ChairsQuestion} view
 */
export const mayCorrect = (view) =>
  view.language !== page.lang && page.session.languages.some(({ code }) => code === page.lang);

/**
 * Return the current translation, or "" if there is no translation.
 * @param {ChairsQuestion} view
 */
function translationOf(view) {
  const reading = read(view);
  return reading.kind === "original" ? "" : reading.text;
}

/**
 * Open the editor in the question's row, with the current translation. Only one such editor is open at a time.
 * @param {ChairsQuestion} view
 */
export function openCorrection(view) {
  if (!mayCorrect(view)) return;
  if (ui.correcting?.number !== view.number) {
    const text = translationOf(view);
    change({ correcting: { number: view.number, version: view.version, seen: text, text, sending: false, error: "" } });
  }
  focusSoon("[data-correction] textarea");
}

/** Close the editor and focus its row. */
export function closeCorrection() {
  const number = ui.correcting?.number;
  change({ correcting: null });
  focusRow(number);
}

/**
 * Send the draft. After a refusal the editor stays open, and the next attempt uses the version of the refusal. Send the
 * version that the chair saw only if the translation has changed since then. Otherwise send the newest version, because
 * moving the question is no conflict.
 * @param {ChairsQuestion} view
 */
export async function sendCorrection(view) {
  const draft = ui.correcting;
  if (!draft || draft.sending) return;
  change({ correcting: { ...draft, sending: true } });
  const version = translationOf(view) === draft.seen ? view.version : draft.version;
  const answer = await act("translate", { ...view, version }, { language: page.lang, text: draft.text });
  if (ui.correcting?.number !== view.number) return;
  if (answer.ok) {
    closeCorrection();
    return;
  }
  const newer = answer.question && { version: answer.question.version, seen: translationOf(answer.question) };
  change({ correcting: { ...ui.correcting, ...newer, sending: false } });
}
