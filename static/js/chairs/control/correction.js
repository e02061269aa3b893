/** Giving or correcting the translation into this chair's language. What is written stays until it is kept or put aside. */

import { page } from "../../shared/page.js";
import { read } from "../../shared/view/original.js";
import { act } from "./acts.js";
import { change, ui } from "../model/ui.js";

/** Whether there is a language of this chair's to translate the question into. */
export const mayCorrect = (view) =>
  view.language !== page.lang && page.session.languages.some(({ code }) => code === page.lang);

/** The translation that stands, as text; "" for none. */
function standing(view) {
  const got = read(view);
  return got.kind === "original" ? "" : got.text;
}

/** Opens the editor in the question's row, with the translation that stands. One is open at a time. */
export function openCorrection(view) {
  if (!mayCorrect(view)) return;
  if (ui.correcting?.number !== view.number) {
    const text = standing(view);
    change({ correcting: { number: view.number, version: view.version, seen: text, text, sending: false } });
  }
  queueMicrotask(() => document.querySelector("[data-correction] textarea")?.focus());
}

/** Puts the editor away and gives the focus back to its row. */
export function closeCorrection() {
  const number = ui.correcting?.number;
  change({ correcting: null });
  queueMicrotask(() => document.querySelector(`[data-row][data-number="${number}"]`)?.focus());
}

/**
 * Sends what stands in the editor; refused, it stays there, and the next sending knows the newer version.
 * A question that was only moved meanwhile is no conflict: the version seen matters where the translation is another by now.
 */
export async function sendCorrection(view) {
  const { correcting } = ui;
  if (!correcting || correcting.sending) return;
  change({ correcting: { ...correcting, sending: true } });
  const { text, seen } = ui.correcting;
  const version = standing(view) === seen ? view.version : correcting.version;
  const answer = await act("translate", { ...view, version }, { language: page.lang, text });
  if (ui.correcting?.number !== view.number) return;
  if (answer.ok) return closeCorrection();
  const newer = answer.question && { version: answer.question.version, seen: standing(answer.question) };
  change({ correcting: { ...ui.correcting, ...newer, sending: false } });
}
