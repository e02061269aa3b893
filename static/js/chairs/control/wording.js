/** Clearer words beside an asker's own. What is written stays until it is kept or put aside, a refusal included. */

import { act } from "./acts.js";
import { change, note, ui } from "../model/ui.js";

/** The asker's own words, whatever stands in their place. */
export const ownWords = (view) => view.asked ?? view.text;

const standing = ({ text, hides }) => `${hides} ${text}`;

/** Opens the editor in the question's row, with the words that stand. One is open at a time. */
export function openWording(view) {
  if (ui.wording?.number !== view.number) {
    const hide = view.edited ? view.hides : ui.state.settings.chatham_house_rule;
    change({
      wording: {
        number: view.number,
        version: view.version,
        seen: standing(view),
        text: view.text,
        hide,
        sending: false,
        error: "",
      },
    });
  }
  queueMicrotask(() => document.querySelector("[data-wording] textarea")?.focus());
}

/** Puts the editor away and gives the focus back to its row. */
export function closeWording() {
  const number = ui.wording?.number;
  change({ wording: null });
  queueMicrotask(() => document.querySelector(`[data-row][data-number="${number}"]`)?.focus());
}

/** Takes what was written or ticked. */
export const writeWording = (values) => change({ wording: { ...ui.wording, error: "", ...values } });

/** Sends what stands in the editor; the asker's own words once more are no wording. */
export function sendWording(view) {
  const text = ui.wording.text.trim();
  return send(view, text === ownWords(view) ? null : text);
}

/** Takes the wording away. */
export const sendOwnWords = (view) => send(view, null);

/** The version seen matters only where the words are others by now: a question that was moved meanwhile is no conflict. */
async function send(view, text) {
  const { wording } = ui;
  if (!wording || wording.sending) return;
  if (text === null && !view.edited) return closeWording();
  change({ wording: { ...wording, sending: true, error: "" } });
  const version = standing(view) === wording.seen ? view.version : wording.version;
  const answer = await act("wording", { ...view, version }, text === null ? { text } : { text, hide: wording.hide });
  if (ui.wording?.number !== view.number) return;
  if (answer.ok) return closeWording();
  const isOfText = answer.code?.startsWith("text.");
  if (isOfText) note(view.number, null); // said where it was written; the row need not repeat it
  const newer = answer.question && { version: answer.question.version, seen: standing(answer.question) };
  change({ wording: { ...ui.wording, ...newer, sending: false, error: isOfText ? answer.message : "" } });
}
