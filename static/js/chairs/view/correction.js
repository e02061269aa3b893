/** The editor of a translation, in the row of its question. */

import { nothing } from "lit/html.js";
import { closeCorrection, mayCorrect, sendCorrection } from "../control/correction.js";
import { ui } from "../model/ui.js";
import { correction } from "../../shared/view/correction.js";

export { mayCorrect };

/** The open editor of this question, or nothing. */
export function correctionOf(view) {
  if (ui.correcting?.number !== view.number) return nothing;
  return correction(ui.correcting, { onSend: () => sendCorrection(view), onClose: closeCorrection });
}
