/** The panel in which the booth adds a term to the session's glossary. */

import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { emptyTerm, selectedTerm, sendTerm, takeTermBack } from "../shared/term-draft.js";
import { termForm } from "../shared/view/term-form.js";
import { addPanel, closePanel } from "./panels.js";
import { AS_ASKED, sides } from "./sides.js";

const draft = emptyTerm();

/** The languages of the session in the order of the panel's fields. The languages of the two columns are first. */
function languages() {
  const { from, into } = sides();
  const first = [from, into].filter((code) => code !== AS_ASKED);
  return [...new Set([...first, ...page.session.languages.map(({ code }) => code)])];
}

/**
 * Register the panel.
 * @param {() => void} redraw
 */
export function addTermPanel(redraw) {
  addPanel("term", {
    title: () => _("A new term"),
    onOpen() {
      Object.assign(draft.texts, selectedTerm());
      Object.assign(draft, { error: "", added: null });
    },
    content: () =>
      termForm(draft, {
        languages: languages(),
        onInput(lang, text) {
          draft.texts[lang] = text;
          draft.error = "";
        },
        onSend: () => sendTerm(draft, redraw),
        onUndo: () => takeTermBack(draft, redraw),
        onClose: closePanel,
      }),
  });
}
