/** One question as the booth reads it: as asked, in the booth's language, and what is answered in the margin. */

import { html, nothing } from "lit/html.js";
import { correction } from "../shared/view/correction.js";
import { kindWords } from "../shared/view/original.js";
import { questionGroup, questionTo } from "../shared/view/question.js";
import { _, languageName, ngettext } from "../shared/i18n.js";
import { languageTag } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { closeCorrection, correcting, mayCorrect, openCorrection, sendAgain, sendCorrection } from "./correction.js";
import { flaggedText, marginList } from "./flagged.js";
import { inMargin } from "./margin.js";
import { piecesOf } from "./pieces.js";
import { readingSeconds } from "./reading.js";
import { sides } from "./sides.js";
import { freshWords } from "./signal.js";
import { textsOf } from "./texts.js";
import { folded, mergedWords } from "./worded.js";

const people = [
  ...page.session.panellists.map(({ name, role }) => ({ name, note: role ?? _("Panellist") })),
  ...page.session.chairs.map(({ name }) => ({ name, note: _("Co-chair") })),
];

const cut = ({ text, lang }) => piecesOf(text, people, { terms: page.session.terms, lang, into: sides().into });

const linkButton = (words, act) => html`<button type="button" class="original-button" @click=${act}>${words}</button>`;

function seconds(text) {
  const n = readingSeconds(text);
  return html`<span class="seconds">${ngettext("%(n)s second to read", "%(n)s seconds to read", n)}</span>`;
}

/** Whether a machine made the translation, or which seat gave it by hand; nothing where there is nothing to say. */
function origin(got) {
  const words = kindWords(got);
  return words ? html`<span class="translation">${words}</span>` : nothing;
}

/** What can be done about the translation. */
function correctButtons(view, got) {
  return html`${got.state === "failed" ? linkButton(_("ask again"), () => sendAgain(view)) : nothing}
    ${mayCorrect(view) ? linkButton(got.original ? _("Correct") : _("Translate"), () => openCorrection(view)) : nothing}
    ${correcting.notes.has(view.number) ? html`<span class="error" role="alert">${correcting.notes.get(view.number)}</span>` : nothing}`;
}

/** Under the left text: language, group, addressee, time; whose words they are where not the asker's. */
function asked(view, { kind, from, into }, pieces, fresh) {
  const relayed = from.kind !== "original"; // the booth works from another language than the one asked in
  return html`<div class="as-asked">
    ${kind === "silent" ? html`<p class="silent">${_("Asked in the room")}</p>` : flaggedText(pieces, from)}
    <p class="labels">
      ${fresh && view.status === "approved" ? html`<span class="fresh-words">${freshWords(fresh)}</span>` : nothing}
      ${kind === "silent" ? nothing : languageTag(view.language)} ${questionGroup(view)} ${questionTo(view)}
      ${relayed ? origin(from) : nothing}
      ${kind === "silent" ? nothing : seconds(from.text)}
      ${kind === "own" ? html`<span class="nothing">${_("asked in %(language)s, nothing to translate", { language: languageName(view.language) })}</span>` : nothing}
      ${kind === "alone" ? html`${origin(into)} ${correctButtons(view, into)}` : nothing}
    </p>
    ${mergedWords(view)}
    ${relayed ? folded(view, "original", from.original, _("asked in %(language)s", { language: languageName(view.language) })) : nothing}
    ${view.edited ? folded(view, "asked", view.asked === null ? null : { ...from, ...(from.original ?? {}), text: view.asked }, _("edited by a chair")) : nothing}
  </div>`;
}

/** The right column: the text in the booth's language, or the editor in its place. */
function translation(view, got, pieces) {
  if (correcting.draft?.number === view.number) {
    return html`<div class="into">${correction(correcting.draft, { onSend: sendCorrection, onClose: closeCorrection })}</div>`;
  }
  return html`<div class="into" data-kind=${got.kind}>
    ${got.original ? flaggedText(pieces, got) : nothing}
    <p class="labels">${origin(got)} ${got.original ? seconds(got.text) : nothing} ${correctButtons(view, got)}</p>
  </div>`;
}

function departedBody(view, into, text) {
  return html`<div class="row-body"><div class="as-asked">
    <p class="departed-words">${into ? _("Asked together with No. %(number)s", { number: into }) : _("Taken back, will not be asked now")}</p>
    <del>${flaggedText([{ text: text.text, kind: "plain" }], text)}</del>
  </div></div>`;
}

/** @param one {view, departed, into}; @param fresh what has just changed of it, or nothing */
export function row({ view, departed, into }, fresh) {
  const texts = textsOf(view, sides());
  const isEdited = correcting.draft?.number === view.number;
  const isPair = texts.kind === "pair" || (texts.kind === "alone" && isEdited);
  const {
    texts: [left, right],
    entries,
  } = inMargin([cut(texts.from), isPair && texts.into.original ? cut(texts.into) : []]);
  const status = departed ? "departed" : view.status;
  return html`<li class="row" data-number=${view.number} data-status=${status} data-fresh=${fresh ?? nothing} tabindex=${departed || status === "answered" ? nothing : 0}>
    <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
    ${
      departed
        ? departedBody(view, into, texts.from)
        : html`<div class="row-body" data-texts=${isPair ? "pair" : texts.kind}>
      ${asked(view, isPair ? { ...texts, kind: "pair" } : texts, left, fresh)}${isPair ? translation(view, texts.into, right) : nothing}
    </div>${marginList(entries, sides().into)}`
    }
  </li>`;
}
