/** The editor of a translation, in the row of its question. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { nothing } from "lit/html.js";
import { correction } from "../../shared/view/correction.js";
import { closeCorrection, sendCorrection } from "../control/correction.js";
import { ui } from "../model/ui.js";

/**
 * Return the editor, if it is open for this question.
 * @param {ChairsQuestion} view
 */
export function correctionOf(view) {
  if (ui.correcting?.number !== view.number) return nothing;
  return correction(ui.correcting, { onSend: () => sendCorrection(view), onClose: closeCorrection });
}
