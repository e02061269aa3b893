/**
 * Two messages for the footer and the editors. The first asks the chair to save the unsaved words for another question.
 * The second says that no key acts until the chair chooses a row (chairs/control/rest.js).
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { goToOccupied, occupiedSentence } from "../control/editors.js";
import { isUnsaved } from "../model/editors.js";
import { ui } from "../model/ui.js";

/**
 * Return the message that an editor could not be opened, because another open editor contains unsaved words. The
 * message asks the chair to save these words or to close the open editor first, and has a button that goes to it.
 * Return nothing if no editor was prevented from opening, or if the open editor has no unsaved words any more.
 */
export function occupiedLine() {
  const draft = ui.occupied && ui[ui.occupied];
  if (!draft || !isUnsaved(draft)) return nothing;
  return html`<span>${occupiedSentence(draft.number)}</span>
    <button type="button" class="button text" data-occupied @click=${goToOccupied}>${_("Keep writing")}</button>`;
}

/** Return a sentence while no key acts until the chair chooses a row, otherwise an empty string. */
export const restWords = () => (ui.keysRest ? _("No key acts until you choose a row.") : "");

/**
 * Return the line that replaces the list of keys. While no key acts until the chair chooses a row, the line says so. It
 * is empty at all other times, and always if the chair has turned off the switch for keyboard shortcuts.
 */
export function restLine() {
  return html`<p class="keys-rest" role="status">${ui.keysRest && ui.keysOn ? html`<b>${_("Shortcuts are off until you choose a row")}</b>` : nothing}</p>`;
}
