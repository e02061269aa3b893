/** A text with what is flagged in it, and the margin that answers the figures. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";

// No white space between the pieces: the text keeps its own line breaks.
const piece = ({ text, kind, figure }) =>
  kind === "plain"
    ? text
    : html`<span class="flag" data-flag=${kind}>${text}</span>${figure ? html`<sup class="figure">${figure}</sup>` : nothing}`;

/** One text in pieces, with its language and direction. */
export function flaggedText(pieces, { lang, dir }) {
  return html`<p class="voice" lang=${lang || nothing} dir=${dir}>${pieces.map(piece)}</p>`;
}

/** @param entries as booth/margin.js gives them, possibly none; @param into the language of their translations */
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
