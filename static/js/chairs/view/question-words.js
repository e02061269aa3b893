/** The words of a question: its text, the marks of a chair's wording, and the asker's own words. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { asAsked } from "../../shared/reading.js";
import { languageTag } from "../../shared/view/marks.js";
import { isOpen, read } from "../../shared/view/original.js";
import { ownWords } from "../control/wording.js";

/** Return the words for a question that was asked in the room and not written down. */
const wordless = () => _("Asked in the room");

/**
 * Return the text as a string with its language and direction, for lists and previews.
 * @param {ChairsQuestion} view
 */
export function wordsOf(view) {
  return view.text ? read(view) : { text: wordless(), lang: page.lang, dir: document.dir };
}

/**
 * Return the text in the chair's language if there is a translation, otherwise as asked.
 * @param {ChairsQuestion} view
 * @param {string} [id]
 */
export function questionText(view, id) {
  if (!view.text) return html`<p class="asked wordless" id=${id ?? nothing}>${wordless()}</p>`;
  const { text, lang, dir } = read(view);
  return html`<p class="voice asked" id=${id ?? nothing} lang=${lang} dir=${dir}>${text}</p>`;
}

/**
 * Return "edited by a chair", with the button that shows the asker's own words. A translation does not need this
 * button, because its button "Original" shows the asker's own words too.
 * @param {ChairsQuestion} view
 * @param {Tab} tab
 */
export function wordingMarks(view, tab) {
  if (!view.edited) return nothing;
  const isShown = isOpen(view.number);
  const words = isShown ? _("Hide the asker's own words") : _("The asker's own words");
  const button = html`<button type="button" class="original-button words-button" data-act="original" tabindex=${tab} aria-expanded=${String(isShown)}>${words}</button>`;
  return html`<span class="meta-edited">${_("edited by a chair")}</span>
    ${view.hides ? html`<span class="meta-hides">${_("own words hidden")}</span>` : nothing}
    ${read(view).original ? nothing : button}`;
}

/**
 * Return the asker's own words of a question that has a chair's wording.
 * @param {ChairsQuestion} view
 */
export function askedBlock(view) {
  const { text, lang, dir } = asAsked({ ...view, text: ownWords(view) });
  return html`<div class="original">
    <p class="original-head">${languageTag(view.language)}<span>${_("The asker's own words, in %(language)s", { language: languageName(view.language) })}</span>
      ${view.hides ? html`<span class="provenance">${_("only the asker and the chairs see them")}</span>` : nothing}</p>
    <p class="voice" lang=${lang} dir=${dir}>${text}</p>
  </div>`;
}

/**
 * Return the asker's own words, while they are shown.
 * @param {ChairsQuestion} view
 */
export function openedWords(view) {
  return view.edited && isOpen(view.number) ? askedBlock(view) : nothing;
}
