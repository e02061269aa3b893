/** The glossary in the booth: terms under a dotted line with a small figure, answered in the margin of their row. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber } from "../lib/i18n.js";
import { page } from "../lib/page.js";
import { asAsked } from "../lib/reading.js";
import { pieces } from "../lib/terms.js";

const terms = page.session.terms;
const figures = new Map(); // a term's index or an acronym → its figure on this page, in the order of drawing

/** The figures begin with 1 again: call before each drawing. */
export function numberAnew() {
  figures.clear();
}

const nameOf = ({ kind, index, text }) => (kind === "term" ? index : text);

/** In the booth's own language only what has a note is worth a figure: the word itself needs no answer. */
const isAnswered = ({ kind, index }, lang) => kind === "acronym" || lang !== page.lang || Boolean(terms[index].note);

/** What is flagged in the asker's words, each once: pieces as lib/terms.js gives them. */
function flags(view) {
  const { text, lang } = asAsked(view);
  const found = pieces(text, lang, terms).filter((piece) => piece.kind !== "plain" && isAnswered(piece, lang));
  return new Map(found.map((piece) => [nameOf(piece), piece]));
}

function figureOf(name) {
  if (!figures.has(name)) figures.set(name, figures.size + 1);
  return formatNumber(figures.get(name));
}

/** Which of the flagged ones a piece is; two terms may have one text ("Comité Especial" is AHC and Ad Hoc Committee). */
function flagOf(piece, lang, names) {
  if (piece.kind === "plain") return undefined;
  if (names.has(nameOf(piece))) return nameOf(piece);
  return [...names.keys()].find((name) => piece.kind === "term" && terms[name]?.texts[lang] === terms[piece.index].texts[lang]);
}

/** A text as lib/reading.js gives it, with those of its terms flagged that are in `names`. */
function flagged({ text, lang, dir }, names) {
  const said = pieces(text, lang, terms).map((piece) => {
    const name = flagOf(piece, lang, names);
    return name === undefined ? piece.text : html`<span class="term">${piece.text}</span><sup class="term-figure">${figureOf(name)}</sup>`;
  });
  return html`<p class="voice" lang=${lang || nothing} dir=${dir}>${said}</p>`;
}

export const flaggedAsked = (view) => flagged(asAsked(view), flags(view));

/** The text in the booth's language: the same terms have the same figures. */
export const flaggedInto = (view, got) => flagged(got, flags(view));

/** The answers, in the booth's language. */
export function termNotes(view) {
  const found = [...flags(view)];
  if (!found.length) return nothing;
  return html`<dl class="terms">${found.map(([name, { kind, index, text }]) => {
    const term = kind === "term" ? terms[index] : null;
    const note = term ? term.note : _("not in the glossary");
    return html`<div><dt><span class="term-figure">${figureOf(name)}</span><span dir="auto">${term?.texts[page.lang] ?? text}</span></dt>
      ${note ? html`<dd dir="auto">${note}</dd>` : nothing}</div>`;
  })}</dl>`;
}
