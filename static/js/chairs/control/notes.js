/** The dialog of the chair notes: notes between the two chairs, and notes from the organiser to both. */

import { change, ui } from "../model/ui.js";
import { sendNote } from "./acts.js";

export const openNotes = () => change({ notesOpen: true });
export const closeNotes = () => change({ notesOpen: false });

let shownCount = 0;

/** Scroll to the newest note when a note has arrived, unless an older note has the focus. Call after drawing. */
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

/** Send the note. After a refusal the text stays. */
export async function sendWrittenNote() {
  if (!ui.noteText.trim()) return;
  const answer = await sendNote(ui.noteText);
  if (answer.ok) change({ noteText: "" });
}
