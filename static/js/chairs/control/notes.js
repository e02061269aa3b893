/** Writing on the private line between the two chairs, on which the organiser writes to both. */

import { sendNote } from "./acts.js";
import { change, ui } from "../model/ui.js";

export const openLine = () => change({ lineOpen: true });
export const closeLine = () => change({ lineOpen: false });

let shown = 0;

/** After drawing: the newest note is in sight, unless the focus is on an older one. */
export function keepNewestInSight() {
  const log = document.querySelector(".line-notes");
  const count = ui.lineOpen ? ui.state.notes.length : 0;
  if (log && count > shown && !log.contains(document.activeElement)) log.scrollTop = log.scrollHeight;
  shown = count;
}

/** Takes what was written. */
export function writeLine(text) {
  ui.notes.delete("line");
  change({ lineText: text });
}

/** Sends what was written; refused, it stays. */
export async function sendLine() {
  if (!ui.lineText.trim()) return;
  const answer = await sendNote(ui.lineText);
  if (answer.ok) change({ lineText: "" });
}
