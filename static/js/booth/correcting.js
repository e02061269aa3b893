/** The booth corrects a translation or gives one. What is written stays until it is kept or put aside. */

import { read } from "../elements/original.js";
import { isSingleCharacter, isTyping } from "../chairs/keys.js";
import { page } from "../lib/page.js";
import { programme } from "../stage/program.js";
import { command } from "../wire.js";

/** `draft`: {number, text, sending, error} of the open editor or null; `notes`: number → why nothing was asked again. */
export const correcting = { draft: null, notes: new Map() };

let redraw = () => {};

/** Names the function that draws the page. */
export function correctWith(draw) {
  redraw = draw;
}

const isMine = page.session.languages.some(({ code }) => code === page.lang);

/** Whether there is a language of this booth's to translate the question into, and the question still stands. */
export const mayCorrect = (view) => isMine && view.language !== page.lang && view.status !== "answered";

export const isBeingCorrected = (view) => correcting.draft?.number === view.number;

const rowOf = (number) => document.querySelector(`.row[data-number="${number}"]`);

/** Opens the editor beside the question, with the translation that stands. One is open at a time. */
export function openCorrection(view) {
  if (correcting.draft?.number !== view.number) {
    const got = read(view);
    correcting.draft = { number: view.number, text: got.original ? got.text : "", sending: false, error: "" };
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
  const answer = await command("translate", { number: draft.number, language: page.lang, text: draft.text });
  if (correcting.draft !== draft) return;
  if (answer.ok) return closeCorrection();
  Object.assign(draft, { sending: false, error: answer.message });
  redraw();
}

/** Asks the machine once more. */
export async function sendAgain({ number }) {
  correcting.notes.delete(number);
  const answer = await command("retranslate", { number, language: page.lang });
  if (!answer.ok) correcting.notes.set(number, answer.message);
  redraw();
}

/** The key C corrects the row that has the focus, else Now, else Next. */
export function listenForCorrect(stateOf) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || isTyping(event.target) || !isSingleCharacter(event)) return;
    if (event.key.toLowerCase() !== "c" && !(event.code === "KeyC" && !/^[a-z]$/iu.test(event.key))) return;
    const state = stateOf();
    if (!state) return;
    const { live, next } = programme(state);
    const focused = state.questions[document.activeElement?.closest(".row")?.dataset.number];
    const view = [focused, live, next].find((one) => one && mayCorrect(one));
    if (!view) return;
    event.preventDefault();
    openCorrection(view);
  });
}
