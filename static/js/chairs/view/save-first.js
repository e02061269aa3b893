/**
 * The prompt "save first?", below an editor with unsaved words. The prompt appears before an act that would show the
 * editor's question to the room.
 */

/** @import { EditorName } from "../model/editors.js" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { digitOf, isSingleCharacter } from "../../shared/keys.js";
import { actAsItWas, keepWriting, saveAndAct } from "../control/save-first.js";
import { ui } from "../model/ui.js";
import { cap } from "./row-parts.js";

/**
 * @returns {Record<string, [save: string, asItWas: string]>} key: an intent; value: the labels of the buttons that act
 *   after saving (`save`) and without saving (`asItWas`)
 */
const WORDS = () => ({
  approve: [_("Save and approve"), _("Approve as it was")],
  set_next: [_("Save and set next"), _("Set next as it was")],
  take: [_("Save and take now"), _("Take now as it was")],
  advance: [_("Save and advance"), _("Advance as it was")],
});

/**
 * Return the words of the two buttons for this intent.
 * @param {string} intent
 */
const wordsOf = (intent) =>
  WORDS()[intent.replace(/^approve_.*/u, "approve")] ?? [_("Save and show"), _("Show as it was")];

/**
 * Answer the prompt by a key: Escape, 1 or 2. Suppress all other characters, so that no letter acts on the current row.
 * Exception: Space must press the focused button.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  const digit = digitOf(event);
  if (event.key === "Escape") keepWriting();
  else if (digit === 1) saveAndAct();
  else if (digit === 2) actAsItWas();
  else if (!isSingleCharacter(event) || event.key === " ") return;
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Return the prompt if it belongs to this editor; otherwise nothing.
 * @param {EditorName} editor
 * @param {number} number of the editor's question
 */
export function saveFirstStrip(editor, number) {
  if (ui.saveFirst?.editor !== editor) return nothing;
  const [save, asItWas] = wordsOf(ui.saveFirst.intent);
  const title =
    editor === "wording"
      ? _("Your clearer words for No. %(number)s are not saved.", { number })
      : _("Your translation of No. %(number)s is not saved.", { number });
  return html`<div class="save-first" role="group" aria-labelledby="save-first-title" data-save-first @keydown=${onKey}>
    <p id="save-first-title"><b>${title}</b> ${_("What should the room read?")}</p>
    <div class="save-first-acts">
      <button type="button" class="button main" aria-keyshortcuts="1" @click=${saveAndAct}>${save}${cap(1)}</button>
      <button type="button" class="button" aria-keyshortcuts="2" @click=${actAsItWas}>${asItWas}${cap(2)}</button>
      <button type="button" class="button quiet" @click=${keepWriting}>${_("Keep writing")}${cap(_("Esc"))}</button>
    </div>
  </div>`;
}
