/** A question in the booth: the text as asked, the text in the booth's language, and the margin. */

import { html, nothing } from "lit/html.js";
import { boothName } from "../shared/booth-name.js";
import { asAsked } from "../shared/reading.js";
import { correction } from "../shared/view/correction.js";
import { kindWords } from "../shared/view/original.js";
import { questionGroup, questionTo, questionTopic } from "../shared/view/question.js";
import { _, languageName, ngettext } from "../shared/i18n.js";
import { languageTag } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import {
  closeCorrection,
  keepWriting,
  leaveCorrection,
  mayCorrect,
  openCorrection,
  retranslate,
  sendCorrection,
} from "./correction.js";
import { doubtWords } from "./doubt.js";
import { correcting } from "./drafts.js";
import { flaggedText, marginList } from "./flagged.js";
import { inMargin } from "./margin.js";
import { piecesOf } from "./pieces.js";
import { openElsewhere } from "./presence.js";
import { readingSeconds } from "./reading.js";
import { keysRest } from "./rest.js";
import { sides } from "./sides.js";
import { freshWords } from "./signal.js";
import { textsOf } from "./texts.js";
import { foldedText, mergedWords } from "./remarks.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Reading, Text} from "../shared/reading.js" */
/** @import {BoothDraft} from "./drafts.js" */
/** @import {Row} from "./departures.js" */
/** @import {NumberedPiece} from "./margin.js" */
/** @import {BoothTexts} from "./texts.js" */
/** @import {BoothChange} from "./changes.js" */

const people = () => [
  ...page.session.panellists.map(({ name, role }) => ({ name, note: role ?? _("Panellist") })),
  ...page.session.chairs.map(({ name }) => ({ name, note: _("Co-chair") })),
];

/**
 * Cut a text into pieces, with the session's terms and people.
 * @param {Text} text
 */
const cut = ({ text, lang }) => piecesOf(text, people(), { terms: page.session.terms, lang, into: sides().into });

/**
 * @param {string} words
 * @param {() => void} onClick
 */
const linkButton = (words, onClick) =>
  html`<button type="button" class="original-button" @click=${onClick}>${words}</button>`;

/**
 * Return how long a text takes to read, for example "5 seconds to read".
 * @param {string} text
 */
function seconds(text) {
  const n = readingSeconds(text);
  return html`<span class="seconds">${ngettext("%(n)s second to read", "%(n)s seconds to read", n)}</span>`;
}

/**
 * Return the label with the origin of a text, such as machine translation. If the text needs no label, return
 * `nothing`.
 * @param {QuestionView} view
 * @param {Reading} reading
 */
function origin(view, reading) {
  const name = boothName(view, reading.lang);
  const words = name ? _("corrected by %(name)s", { name }) : kindWords(reading);
  return words ? html`<span class="translation">${words}</span>` : nothing;
}

/**
 * Return an error message in the row of a question whose editor could not be opened, because the open editor contains
 * unsaved words for another question. The button after the message goes to the open editor. For all other questions,
 * return `nothing`.
 * @param {QuestionView} view
 */
function refusedWords({ number }) {
  const { draft, refused } = correcting;
  if (refused !== number || !draft) return nothing;
  return html`<span class="error" role="alert">${_("Save or close your words for No. %(number)s first.", { number: draft.number })}</span>
    ${linkButton(_("Keep writing"), keepWriting)}`;
}

/**
 * Return the buttons that request, write or correct the translation, and the message after a refusal.
 * @param {QuestionView} view
 * @param {Reading} reading
 */
function translationButtons(view, { state, original }) {
  const elsewhere = openElsewhere(view.number);
  const refusal = correcting.refusals.get(view.number);
  return html`${elsewhere ? html`<b class="open-elsewhere">${elsewhere}</b>` : nothing}
    ${state === "failed" ? linkButton(_("Translate again"), () => retranslate(view)) : nothing}
    ${mayCorrect(view) ? linkButton(original ? _("Correct") : _("Translate"), () => openCorrection(view)) : nothing}
    ${refusal ? html`<span class="error" role="alert">${refusal}</span>` : nothing} ${refusedWords(view)}`;
}

/**
 * Return the left column: the text, its labels, and the remarks with their buttons (remarks.js).
 * @param {QuestionView} view
 * @param {BoothTexts} texts
 * @param {NumberedPiece[]} pieces
 * @param {BoothChange["kind"] | undefined} fresh
 */
function leftColumn(view, { kind, from, into }, pieces, fresh) {
  const isSilent = kind === "silent";
  // In relay interpreting (from the language of another booth), the left column shows a translation.
  const isRelayed = from.kind !== "original";
  const language = languageName(view.language);
  const doubt = isSilent ? "" : doubtWords(view);
  const askedText = view.asked == null ? null : { ...(from.original ?? from), text: view.asked };
  return html`<div class="as-asked">
    ${isSilent ? html`<p class="silent">${_("Asked in the room")}</p>` : flaggedText(pieces, from)}
    <p class="labels">
      ${fresh && view.status === "approved" ? html`<span class="fresh-words">${freshWords(fresh)}</span>` : nothing}
      ${isSilent ? nothing : languageTag(view.language)} ${questionGroup(view)} ${questionTopic(view)} ${questionTo(view)}
      ${doubt ? html`<span class="language-doubt">${doubt}</span>` : nothing}
      ${isRelayed ? origin(view, from) : nothing}
      ${isSilent ? nothing : seconds(from.text)}
      ${kind === "same" ? html`<span class="nothing">${_("asked in %(language)s, nothing to translate", { language })}</span>` : nothing}
      ${kind === "alone" ? html`${origin(view, into)} ${translationButtons(view, into)}` : nothing}
    </p>
    ${mergedWords(view)}
    ${isRelayed ? foldedText(view, "original", from.original, _("asked in %(language)s", { language })) : nothing}
    ${view.edited ? foldedText(view, "asked", askedText, _("edited by a chair")) : nothing}
  </div>`;
}

/**
 * Return whether the editor of this question is open in this part.
 * @param {QuestionView} view
 * @param {string} part
 */
const isEdited = ({ number }, part) => correcting.draft?.number === number && correcting.draft.part === part;

/** @param {BoothDraft} draft */
function editor(draft) {
  const rest = keysRest() ? _("No key acts until you choose a question.") : "";
  const options = { onSend: sendCorrection, onClose: closeCorrection, onLeave: leaveCorrection };
  const elsewhere = openElsewhere(draft.number);
  return html`<div class="into"><p class="open-elsewhere" role="status">${elsewhere}</p>${correction(draft, { ...options, canSave: !draft.isGone, rest, source: asAsked(draft.view) })}</div>`;
}

/**
 * Return the right column: the text in the booth's language. If the question's editor is open in this part, return the
 * editor instead.
 * @param {QuestionView} view
 * @param {string} part
 * @param {Reading} reading
 * @param {NumberedPiece[]} pieces
 */
function rightColumn(view, part, reading, pieces) {
  if (correcting.draft && isEdited(view, part)) return editor(correcting.draft);
  return html`<div class="into" data-kind=${reading.kind}>
    ${reading.original ? flaggedText(pieces, reading) : nothing}
    <p class="labels">${origin(view, reading)} ${reading.original ? seconds(reading.text) : nothing} ${translationButtons(view, reading)}</p>
  </div>`;
}

/**
 * Return the body of the row of a question that has left the queue, with the text struck out.
 * @param {number | null | undefined} into after a merge, the number of the question into which it was merged
 * @param {Text} text
 */
function departedBody(into, text) {
  return html`<div class="row-body"><div class="as-asked">
    <p class="departed-words">${into ? _("Asked together with No. %(number)s", { number: into }) : _("Removed from the queue, will not be asked now")}</p>
    <del>${flaggedText([{ text: text.text, kind: "plain" }], text)}</del>
  </div></div>`;
}

/**
 * Return the body of the row of a question that is still in the stream, or whose editor is open.
 * @param {QuestionView} view
 * @param {string} part
 * @param {BoothTexts} texts
 * @param {BoothChange["kind"] | undefined} fresh
 */
function body(view, part, texts, fresh) {
  const kind = isEdited(view, part) ? "pair" : texts.kind;
  const isPair = kind === "pair";
  const margin = inMargin([cut(texts.from), isPair && texts.into.original ? cut(texts.into) : []]);
  const [left, right] = margin.texts;
  return html`<div class="row-body" data-texts=${kind}>
      ${leftColumn(view, { ...texts, kind }, left, fresh)}${isPair ? rightColumn(view, part, texts.into, right) : nothing}
    </div>${marginList(margin.entries, sides().into)}`;
}

/**
 * Return the row of a question.
 * @param {Row} row
 * @param {string} part
 * @param {BoothChange["kind"]} [fresh] the question's change within the last FRESH ms (signal.js)
 */
export function row({ view, isDeparted, into, isKept }, part, fresh) {
  const texts = textsOf(view, sides());
  const status = isKept ? "kept" : isDeparted ? "departed" : view.status;
  const isStop = !isDeparted && !isKept && status !== "answered";
  return html`<li class="row" data-number=${view.number} data-status=${status} data-fresh=${(!isKept && fresh) || nothing} tabindex=${isStop ? 0 : nothing}>
    <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
    ${isDeparted ? departedBody(into, texts.from) : body(view, part, texts, fresh)}
  </li>`;
}
