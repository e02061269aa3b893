/** The editor of a translation, in the row of its question. */

import { nothing } from "lit/html.js";
import { closeCorrection, mayCorrect, sendCorrection } from "../chairs/correction.js";
import { ui } from "../chairs/ui.js";
import { correction } from "./correction.js";

export { mayCorrect };

/** The open editor of this question, or nothing. */
export function correctionOf(view) {
  if (ui.correcting?.number !== view.number) return nothing;
  return correction(ui.correcting, { onSend: () => sendCorrection(view), onClose: closeCorrection });
}
