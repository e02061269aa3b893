/** The words of a question on the dashboard: the text, what is said of a chair's wording, and the asker's own behind it. */

import { html, nothing } from "lit/html.js";
import { ownWords } from "../control/wording.js";
import { _, languageName } from "../../shared/i18n.js";
import { languageTag } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { asAsked } from "../../shared/reading.js";
import { isOpen, read } from "../../shared/view/original.js";

/** What stands for a question asked in the room of which nobody wrote down the words. */
export const wordless = () => _("Asked in the room");

/** The text as one string, for lists and previews: {text, lang, dir}. */
export function wordsOf(view) {
  return view.text ? read(view) : { text: wordless(), lang: page.lang, dir: document.dir };
}

/** The text in the chair's language, else as asked; with the language and direction that it has. */
export function questionText(view, id) {
  if (!view.text) return html`<p class="asked wordless" id=${id ?? nothing}>${wordless()}</p>`;
  const { text, lang, dir } = read(view);
  return html`<p class="voice asked" id=${id ?? nothing} lang=${lang} dir=${dir}>${text}</p>`;
}

/** "edited by a chair", with the button that opens the asker's own words; beside a translation its own button opens both. */
export function wordingMarks(view, tab) {
  if (!view.edited) return nothing;
  const shown = isOpen(view.number);
  return html`<span class="meta-edited">${_("edited by a chair")}</span>
    ${view.hides ? html`<span class="meta-hides">${_("own words hidden")}</span>` : nothing}
    ${
      read(view).original
        ? nothing
        : html`<button type="button" class="original-button words-button" data-act="original" tabindex=${tab} aria-expanded=${String(shown)}>${shown ? _("Hide the asker's own words") : _("The asker's own words")}</button>`
    }`;
}

/** The asker's own words, where a chair's stand in their place. */
export function askedBlock(view) {
  const { text, lang, dir } = asAsked({ ...view, text: ownWords(view) });
  return html`<div class="original">
    <p class="original-head">${languageTag(view.language)}<span>${_("The asker's own words, in %(language)s", { language: languageName(view.language) })}</span>
      ${view.hides ? html`<span class="provenance">${_("only the asker and the chairs see them")}</span>` : nothing}</p>
    <p class="voice" lang=${lang} dir=${dir}>${text}</p>
  </div>`;
}

/** Those words, while they are open. */
export function openedWords(view) {
  return view.edited && isOpen(view.number) ? askedBlock(view) : nothing;
}
