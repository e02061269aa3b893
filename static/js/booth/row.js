/** A question in the booth: as asked, in the booth's language, and the margin. */

import { html, nothing } from "lit/html.js";
import { correction } from "../shared/view/correction.js";
import { kindWords } from "../shared/view/original.js";
import { questionGroup, questionTo } from "../shared/view/question.js";
import { _, languageName, ngettext } from "../shared/i18n.js";
import { languageTag } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { closeCorrection, correcting, mayCorrect, openCorrection, retranslate, sendCorrection } from "./correction.js";
import { flaggedText, marginList } from "./flagged.js";
import { inMargin } from "./margin.js";
import { piecesOf } from "./pieces.js";
import { readingSeconds } from "./reading.js";
import { sides } from "./sides.js";
import { freshWords } from "./signal.js";
import { textsOf } from "./texts.js";
import { foldedText, mergedWords } from "./remarks.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Reading, Text} from "../shared/reading.js" */
/** @import {Row} from "./departures.js" */
/** @import {NumberedPiece} from "./margin.js" */
/** @import {BoothTexts} from "./texts.js" */
/** @import {BoothChange} from "./changes.js" */

const people = [
  ...page.session.panellists.map(({ name, role }) => ({ name, note: role ?? _("Panellist") })),
  ...page.session.chairs.map(({ name }) => ({ name, note: _("Co-chair") })),
];

/** @param {Text} text */
const cut = ({ text, lang }) => piecesOf(text, people, { terms: page.session.terms, lang, into: sides().into });

/**
 * @param {string} words
 * @param {() => void} onClick
 */
const linkButton = (words, onClick) =>
  html`<button type="button" class="original-button" @click=${onClick}>${words}</button>`;

/** @param {string} text */
function seconds(text) {
  const n = readingSeconds(text);
  return html`<span class="seconds">${ngettext("%(n)s second to read", "%(n)s seconds to read", n)}</span>`;
}

/**
 * Return the origin of a text in words; nothing for the asker's own text.
 * @param {Reading} reading
 */
function origin(reading) {
  const words = kindWords(reading);
  return words ? html`<span class="translation">${words}</span>` : nothing;
}

/**
 * Return the buttons that change the translation.
 * @param {QuestionView} view
 * @param {Reading} reading
 */
function translationButtons(view, { state, original }) {
  const refusal = correcting.refusals.get(view.number);
  return html`${state === "failed" ? linkButton(_("Translate again"), () => retranslate(view)) : nothing}
    ${mayCorrect(view) ? linkButton(original ? _("Correct") : _("Translate"), () => openCorrection(view)) : nothing}
    ${refusal ? html`<span class="error" role="alert">${refusal}</span>` : nothing}`;
}

/**
 * Return the left column: the text with its labels, and the texts that its buttons open.
 * @param {QuestionView} view
 * @param {BoothTexts} texts
 * @param {NumberedPiece[]} pieces
 * @param {BoothChange["kind"] | undefined} fresh
 */
function leftColumn(view, { kind, from, into }, pieces, fresh) {
  const isSilent = kind === "silent";
  const isRelayed = from.kind !== "original"; // The left text is in the language of another booth.
  const language = languageName(view.language);
  const askedText = view.asked == null ? null : { ...(from.original ?? from), text: view.asked };
  return html`<div class="as-asked">
    ${isSilent ? html`<p class="silent">${_("Asked in the room")}</p>` : flaggedText(pieces, from)}
    <p class="labels">
      ${fresh && view.status === "approved" ? html`<span class="fresh-words">${freshWords(fresh)}</span>` : nothing}
      ${isSilent ? nothing : languageTag(view.language)} ${questionGroup(view)} ${questionTo(view)}
      ${isRelayed ? origin(from) : nothing}
      ${isSilent ? nothing : seconds(from.text)}
      ${kind === "same" ? html`<span class="nothing">${_("asked in %(language)s, nothing to translate", { language })}</span>` : nothing}
      ${kind === "alone" ? html`${origin(into)} ${translationButtons(view, into)}` : nothing}
    </p>
    ${mergedWords(view)}
    ${isRelayed ? foldedText(view, "original", from.original, _("asked in %(language)s", { language })) : nothing}
    ${view.edited ? foldedText(view, "asked", askedText, _("edited by a chair")) : nothing}
  </div>`;
}

/**
 * Return the right column: the text in the booth's language, or the editor in its place.
 * @param {QuestionView} view
 * @param {Reading} reading
 * @param {NumberedPiece[]} pieces
 */
function rightColumn(view, reading, pieces) {
  if (correcting.draft?.number === view.number) {
    return html`<div class="into">${correction(correcting.draft, { onSend: sendCorrection, onClose: closeCorrection })}</div>`;
  }
  return html`<div class="into" data-kind=${reading.kind}>
    ${reading.original ? flaggedText(pieces, reading) : nothing}
    <p class="labels">${origin(reading)} ${reading.original ? seconds(reading.text) : nothing} ${translationButtons(view, reading)}</p>
  </div>`;
}

/**
 * @param {number | null | undefined} into the lead of a merged question
 * @param {Text} text
 */
function departedBody(into, text) {
  return html`<div class="row-body"><div class="as-asked">
    <p class="departed-words">${into ? _("Asked together with No. %(number)s", { number: into }) : _("Taken back, will not be asked now")}</p>
    <del>${flaggedText([{ text: text.text, kind: "plain" }], text)}</del>
  </div></div>`;
}

/**
 * @param {QuestionView} view
 * @param {BoothTexts} texts
 * @param {BoothChange["kind"] | undefined} fresh
 */
function body(view, texts, fresh) {
  const isEdited = correcting.draft?.number === view.number;
  const kind = texts.kind === "alone" && isEdited ? "pair" : texts.kind;
  const isPair = kind === "pair";
  const margin = inMargin([cut(texts.from), isPair && texts.into.original ? cut(texts.into) : []]);
  const [left, right] = margin.texts;
  return html`<div class="row-body" data-texts=${kind}>
      ${leftColumn(view, { ...texts, kind }, left, fresh)}${isPair ? rightColumn(view, texts.into, right) : nothing}
    </div>${marginList(margin.entries, sides().into)}`;
}

/**
 * @param {Row} row
 * @param {BoothChange["kind"]} [fresh] the change of the last seconds
 */
export function row({ view, isDeparted, into }, fresh) {
  const texts = textsOf(view, sides());
  const status = isDeparted ? "departed" : view.status;
  return html`<li class="row" data-number=${view.number} data-status=${status} data-fresh=${fresh ?? nothing} tabindex=${isDeparted || status === "answered" ? nothing : 0}>
    <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
    ${isDeparted ? departedBody(into, texts.from) : body(view, texts, fresh)}
  </li>`;
}
