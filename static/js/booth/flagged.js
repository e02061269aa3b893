/**
 * The templates of a text with flagged words, and of the margin that explains these words. Flagged words are glossary
 * terms, acronyms and names.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";

/** @import {Text} from "../shared/reading.js" */
/** @import {MarginEntry, NumberedPiece} from "./margin.js" */

/**
 * Return the template of a piece of a text. The template must add no white space, because the page shows all white
 * space of a text.
 * @param {NumberedPiece} piece
 */
const pieceOf = ({ text, kind, figure }) =>
  kind === "plain"
    ? text
    : html`<span class="flag" data-flag=${kind}>${text}</span>${figure ? html`<sup class="figure">${figure}</sup>` : nothing}`;

/**
 * Return the template of one text.
 * @param {NumberedPiece[]} pieces
 * @param {Pick<Text, "lang" | "dir">} text
 */
export function flaggedText(pieces, { lang, dir }) {
  return html`<p class="voice" lang=${lang || nothing} dir=${dir}>${pieces.map(pieceOf)}</p>`;
}

/**
 * Return the template of the margin. If the margin has no entries, return `nothing`.
 * @param {MarginEntry[]} entries
 * @param {string} into the language of the translations
 */
export function marginList(entries, into) {
  if (!entries.length) return nothing;
  return html`<ol class="margin" aria-label=${_("Glossary")}>${entries.map(
    ({ figure, term, translation, note }) => html`<li>
    <span class="figure" aria-hidden="true">${figure}</span>
    <div><p class="margin-term">${translation ? html`<span class="visually-hidden">${term}: </span><span lang=${into}>${translation}</span>` : html`<bdi>${term}</bdi>`}</p>
      ${note ? html`<p class="margin-note"><bdi>${note}</bdi></p>` : nothing}</div>
  </li>`,
  )}</ol>`;
}
