/**
 * The dialog "for which reason?", for declining questions or muting an asker, and the selection of several questions.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { selectedViews } from "../model/shown.js";
import { change, showMessage, ui } from "../model/ui.js";
import { decline, mute } from "./acts.js";
import { focusSoon } from "./focus.js";

/** The beginning of the keys of all reasons that need the number of another question. */
const NAMES_ANOTHER = "duplicate";

/**
 * Open the dialog for these questions.
 * @param {ChairsQuestion[]} views
 */
export function openDecline(views) {
  if (!views.length) return;
  ui.messages.delete("decline");
  change({ decline: { views, reason: null }, menu: null });
}

/**
 * Open the dialog that mutes the asker of a question. Do nothing for a question asked aloud, because it has no asker to
 * mute.
 * @param {ChairsQuestion} view
 */
export function openMute(view) {
  if (!view.aloud) change({ decline: { views: [view], reason: null, mute: true }, menu: null });
}

export const closeDecline = () => change({ decline: null });

/**
 * Decline the dialog's questions for this reason, or mute the asker. If the reason names another question, ask for its
 * number first.
 * @param {string} reason
 * @param {number} [number] the other question
 */
export async function chooseReason(reason, number) {
  const dialog = ui.decline;
  if (!dialog) return;
  const { views } = dialog;
  if (dialog.mute) {
    closeDecline();
    mute(views[0], reason);
    return;
  }
  if (reason.startsWith(NAMES_ANOTHER) && !number) {
    change({ decline: { ...dialog, reason, preview: reason } });
    focusSoon("#decline-number");
    return;
  }
  if (!number) closeDecline();
  const answer = await decline(views, reason, number);
  if (number && !answer.ok && ui.decline) showRefusal(views[0].number, answer.message);
  else closeDecline();
  if (answer.ok && views.length > 1) change({ selecting: false, selected: new Set() });
}

/**
 * Show the refusal only in the dialog, where the chair typed the number, not in the row.
 * @param {number} number
 * @param {string | undefined} sentence
 */
function showRefusal(number, sentence) {
  ui.messages.delete(number);
  if (sentence) showMessage("decline", sentence);
  else change();
}

/**
 * Show the text that the asker will read for this reason.
 * @param {string} reason
 */
export function preview(reason) {
  if (ui.decline && ui.decline.preview !== reason) change({ decline: { ...ui.decline, preview: reason } });
}

/**
 * Show the question with the typed number.
 * @param {number} number
 */
export function previewOther(number) {
  if (ui.decline) change({ decline: { ...ui.decline, other: number } });
}

/**
 * Select a question, or remove it from the selection. Selecting the first question switches to selection mode.
 * @param {number} number
 */
export function toggleSelected(number) {
  const selected = new Set(ui.selected);
  if (!selected.delete(number)) selected.add(number);
  change({ selecting: true, selected });
}

/** Switch selection mode on or off, with an empty selection. */
export const toggleSelecting = () => change({ selecting: !ui.selecting, selected: new Set() });

/** Open the dialog for the selected questions. */
export const declineSelected = () => openDecline(selectedViews());
