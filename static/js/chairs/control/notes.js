/** The dialog of the chair notes, which the chairs exchange with each other, the organiser and the booths. */

import { page } from "../../shared/page-data.js";
import { isOrganisers, noteToAnswer } from "../model/receipts.js";
import { change, ui } from "../model/ui.js";
import { sendNote } from "./acts.js";
import { newText } from "./adding.js";

/**
 * Open the dialog. If the draft of the new note is empty, the new note answers the note that `noteToAnswer` returns, if
 * any.
 */
export function openNotes() {
  if (ui.noteText) return change({ notesOpen: true });
  const answered = noteToAnswer(ui.state.notes, page.seat);
  const isForOrganiser = answered !== null && (isOrganisers(answered) || answered.to_organiser);
  const isForBooths = answered?.to_booths ?? false;
  return change({
    notesOpen: true,
    noteReplyTo: answered?.note ?? null,
    noteToOrganiser: isForOrganiser,
    noteToBooths: isForBooths,
  });
}

export const closeNotes = () => change({ notesOpen: false });

let shownCount = 0;

/**
 * Scroll to the newest note if the dialog was just opened or a note has arrived. Do not scroll while the focus is in
 * the list of notes. Call after drawing.
 */
export function showNewestNote() {
  const log = document.querySelector(".notes-log");
  const count = ui.notesOpen ? ui.state.notes.length : 0;
  if (log && count > shownCount && !log.contains(document.activeElement)) log.scrollTop = log.scrollHeight;
  shownCount = count;
}

/**
 * Store the text that the chair wrote.
 * @param {string} text
 */
export function writeNote(text) {
  ui.messages.delete("notes");
  change({ noteText: text });
}

/**
 * Set whether the organiser reads the note too.
 * @param {boolean} isForOrganiser
 */
export const addressOrganiser = (isForOrganiser) => change({ noteToOrganiser: isForOrganiser });

/**
 * Set whether the booths read the note too.
 * @param {boolean} isForBooths
 */
export const addressBooths = (isForBooths) => change({ noteToBooths: isForBooths });

/** Make the draft a new note instead of an answer to a note. */
export const answerNone = () => change({ noteReplyTo: null });

/**
 * Send the note. If the server accepts the note, remove the sent text from the field. Keep the words that the chair
 * typed during the request.
 */
export async function sendWrittenNote() {
  const sent = ui.noteText;
  if (!sent.trim()) return;
  // In a session with a single chair, no other chair could read the note. If the note is not for the booths, it must
  // therefore be for the organiser.
  const isForOrganiser = ui.noteToOrganiser || (page.session.chairs.length === 1 && !ui.noteToBooths);
  const answer = await sendNote(sent, isForOrganiser, ui.noteToBooths, ui.noteReplyTo);
  if (answer.ok) change({ noteText: newText(sent, ui.noteText), noteReplyTo: null });
}
