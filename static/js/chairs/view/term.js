/** The dialog for a new glossary term. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { termForm } from "../../shared/view/term-form.js";
import { addTerm, closeTerm, termLanguages, undoTerm, writeTerm } from "../control/terms.js";
import { ui } from "../model/ui.js";
import { popover, popoverHeader } from "./popover.js";

function content() {
  if (!ui.term) return nothing;
  const options = {
    languages: termLanguages(),
    onInput: writeTerm,
    onSend: addTerm,
    onUndo: undoTerm,
    onClose: closeTerm,
  };
  return html`${popoverHeader("term-title", _("A new term"), closeTerm)} ${termForm(ui.term, options)}`;
}

export function termPopover() {
  return popover({ id: "term", labelledBy: "term-title", isOpen: () => ui.termOpen, content, close: closeTerm });
}
