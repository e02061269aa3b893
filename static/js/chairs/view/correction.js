/** The editor of a translation. The page shows the editor in the list in which the chair opened it. */

/** @import { ListName } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { asAsked } from "../../shared/reading.js";
import { correction } from "../../shared/view/correction.js";
import { isOpen } from "../../shared/view/original.js";
import { closeCorrection, leaveCorrection, sendCorrection } from "../control/correction.js";
import { editedView } from "../model/editors.js";
import { ui } from "../model/ui.js";
import { restWords } from "./editors.js";
import { saveFirstStrip } from "./save-first.js";

/**
 * Return the editor if it is open for this question in this list; otherwise nothing.
 * @param {ListName} list
 * @param {number} number
 */
export function correctionOf(list, number) {
  const draft = ui.correcting;
  if (draft?.number !== number || draft.list !== list) return nothing;
  const view = editedView(draft);
  const source = asAsked(view ?? draft.view);
  const options = {
    onSend: sendCorrection,
    onClose: closeCorrection,
    onLeave: leaveCorrection,
    canSave: view !== null,
    rest: restWords(),
    original: isOpen(number) ? null : source,
    source,
  };
  return html`${correction(draft, options)}${saveFirstStrip("correcting", number)}`;
}
