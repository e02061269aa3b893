/** Writing on the private line between the two chairs, on which the organiser writes to both. */

import { sendNote } from "./acts.js";
import { change, ui } from "./ui.js";

export const openLine = () => change({ lineOpen: true });
export const closeLine = () => change({ lineOpen: false });

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
