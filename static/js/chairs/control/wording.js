/** The editor of a question's wording. A draft stays until it is sent or closed, also after a refusal. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { WordingDraft } from "../model/ui.js" */

import { change, ui } from "../model/ui.js";
import { act } from "./acts.js";
import { focusRow, focusSoon } from "./focus.js";

/**
 * Return the asker's own words, even if a chair's wording is shown instead.
 * @param {ChairsQuestion} view
 */
export const ownWords = (view) => view.asked ?? view.text;

/** @param {ChairsQuestion} view */
const wordsOf = ({ text, hides }) => `${hides} ${text}`;

/**
 * Open the editor in the question's row, with the current words. Only one such editor is open at a time.
 * @param {ChairsQuestion} view
 */
export function openWording(view) {
  if (ui.wording?.number !== view.number) {
    change({
      wording: {
        number: view.number,
        version: view.version,
        seen: wordsOf(view),
        text: view.text,
        hide: view.edited ? view.hides : ui.state.settings.chatham_house_rule,
        sending: false,
        error: "",
      },
    });
  }
  focusSoon("[data-wording] textarea");
}

/** Close the editor and focus its row. */
export function closeWording() {
  const number = ui.wording?.number;
  change({ wording: null });
  focusRow(number);
}

/**
 * Store the fields that the chair has changed.
 * @param {Partial<WordingDraft>} values
 */
export function writeWording(values) {
  if (ui.wording) change({ wording: { ...ui.wording, error: "", ...values } });
}

/**
 * Send the draft. If the draft equals the asker's own words, the chair's wording is removed.
 * @param {ChairsQuestion} view
 */
export async function sendWording(view) {
  const text = ui.wording?.text.trim() ?? "";
  await send(view, text === ownWords(view) ? null : text);
}

/**
 * Remove the chair's wording.
 * @param {ChairsQuestion} view
 */
export const sendOwnWords = (view) => send(view, null);

/**
 * Send a wording. Send the version that the chair saw only if the words have changed since then. Otherwise send the
 * newest version, because moving the question is no conflict.
 * @param {ChairsQuestion} view
 * @param {string | null} text null: no wording
 */
async function send(view, text) {
  const draft = ui.wording;
  if (!draft || draft.sending) return;
  if (text === null && !view.edited) {
    closeWording();
    return;
  }
  change({ wording: { ...draft, sending: true, error: "" } });
  const version = wordsOf(view) === draft.seen ? view.version : draft.version;
  const answer = await act("wording", { ...view, version }, text === null ? { text } : { text, hide: draft.hide });
  if (ui.wording?.number !== view.number) return;
  if (answer.ok) {
    closeWording();
    return;
  }
  const isAboutText = answer.code.startsWith("text.");
  if (isAboutText) ui.messages.delete(view.number); // The editor shows the refusal.
  const newer = answer.question && { version: answer.question.version, seen: wordsOf(answer.question) };
  const error = isAboutText ? (answer.message ?? "") : "";
  change({ wording: { ...ui.wording, ...newer, sending: false, error } });
}
