/**
 * The dialog "for which reason?", which declines questions or mutes an asker, and the selection of several questions.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { markDeliberate } from "../../shared/held-field.js";
import { selectedViews } from "../model/shown.js";
import { change, showMessage, ui } from "../model/ui.js";
import { decline, mute } from "./acts.js";
import { focusSoon } from "./focus.js";

/** The prefix of the `key` of a reason that needs the number of another question. */
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
 * Open the dialog that mutes the asker of a question. Do nothing for a question that was asked aloud or imported,
 * because it has no attendee as its asker.
 * @param {ChairsQuestion} view
 */
export function openMute(view) {
  if (!view.aloud && !view.source) change({ decline: { views: [view], reason: null, mute: true }, menu: null });
}

export const closeDecline = () => change({ decline: null });

/**
 * In the dialog for muting, mute the asker with `reason`. In the dialog for declining, decline the questions with
 * `reason`. If this reason needs the number of another question and `number` is missing, show the field for the number
 * instead.
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
  markDeliberate();
  // If the chair has opened the dialog for other questions during the request, do not change the dialog.
  if (ui.decline?.views === views) {
    if (number && !answer.ok) showRefusal(views[0].number, answer.message);
    else closeDecline();
  }
  if (answer.ok && views.length > 1) change({ selecting: false, selected: new Set() });
}

/**
 * Show the refusal in the dialog, where the chair typed the other question's number. Remove the refusal from the
 * question's row.
 * @param {number} number the question that was to be declined
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
 * Show the text of the other question below the field for its number.
 * @param {number} number
 */
export function previewOther(number) {
  if (ui.decline) change({ decline: { ...ui.decline, other: number } });
}

/**
 * Add a question to the selection, or remove it from the selection. Switch selection mode on.
 * @param {number} number
 */
export function toggleSelected(number) {
  const selected = new Set(ui.selected);
  if (!selected.delete(number)) selected.add(number);
  change({ selecting: true, selected });
}

/** Switch selection mode on or off. In both cases, empty the selection. */
export const toggleSelecting = () => change({ selecting: !ui.selecting, selected: new Set() });

/** Open the dialog for the selected questions. */
export const declineSelected = () => openDecline(selectedViews());
