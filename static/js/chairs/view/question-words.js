/** The texts of a question: its text, the note "edited by a chair", and the text that the asker wrote. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, languageName } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { asAsked } from "../../shared/reading.js";
import { languageTag } from "../../shared/view/marks.js";
import { flaggedTerms } from "../../shared/view/flagged-terms.js";
import { isOpen, read } from "../../shared/view/original.js";
import { ownWords } from "../control/wording.js";

/**
 * Return the words to show in place of a missing text. A text is missing if the question was withdrawn, or if it was
 * asked in the room and not written down.
 * @param {ChairsQuestion} view
 */
const wordless = ({ status }) => (status === "withdrawn" ? _("The words are erased.") : _("Asked in the room"));

/**
 * Return the question's text with its language and direction, for lists and previews. The text is a string, not HTML.
 * @param {ChairsQuestion} view
 */
export function wordsOf(view) {
  return view.text ? read(view) : { text: wordless(view), lang: page.lang, dir: document.dir };
}

/**
 * Return the translation into the chair's language. If there is no translation, return the text as asked.
 * @param {ChairsQuestion} view
 * @param {string} [id]
 */
export function questionText(view, id) {
  if (!view.text) return html`<p class="asked wordless" id=${id ?? nothing}>${wordless(view)}</p>`;
  const { text, lang, dir } = read(view);
  return html`<p class="voice asked" id=${id ?? nothing} lang=${lang} dir=${dir}>${flaggedTerms({ text, lang })}</p>`;
}

/**
 * Return the words "edited by a chair", and the button that shows the asker's own words. Leave this button out if the
 * page shows a translation, because the button "Original" then also shows the asker's own words. Return nothing if no
 * chair has edited the question.
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
 * Return the block with the asker's own words, for a question with a chair's wording.
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
 * Return the block with the asker's own words while the block is open; otherwise nothing.
 * @param {ChairsQuestion} view
 */
export function openedWords(view) {
  return view.edited && isOpen(view.number) ? askedBlock(view) : nothing;
}
