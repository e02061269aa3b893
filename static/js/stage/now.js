/**
 * The stage with a live question. The rail is a column beside the live question, with the rest of the programme and the
 * join code. Without a rail, the live question has the full width.
 */

import { html, nothing } from "lit/html.js";
import { originalReading } from "../shared/reading.js";
import { masthead } from "./masthead.js";
import { joinBox, joinLine } from "./join.js";
import {
  about,
  heading,
  localText,
  lostLine,
  numberList,
  originalText,
  ruleLines,
  translatedText,
  turnLine,
  unmarkedText,
} from "./parts.js";
import { languageBeside, textLanguage, translationsBelow, unmarkedTexts, word } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Room, Shown} from "./parts.js" */

/** @typedef {Programme & {live: QuestionView}} LiveProgramme a programme with a live question */

/**
 * @param {QuestionView} view
 * @param {QuestionView} live
 * @param {Room} room
 */
function nextPart(view, live, { nextWhole, nextLines }) {
  const shownIn = languageBeside(live, view);
  return html`<section class="next" data-status="next" data-number=${view.number} ?data-cut=${nextLines !== undefined}>
    ${heading("next", view, { glyph: "next", most: 1, lang: textLanguage(view, shownIn) })}
    ${nextWhole ? html`${localText(view, shownIn)} ${about(view, { shownIn })}` : nothing}
  </section>`;
}

/**
 * Return the part of the rail with the queue; nothing if the queue is empty.
 * @param {QuestionView[]} queue
 * @param {QuestionView} live
 * @param {Room} room
 */
function thenPart(queue, live, { whole, limit }) {
  if (!queue.length) return nothing;
  return html`<section class="then">
    ${heading("then", null)}
    <ol class="then-list">${queue.slice(0, whole).map((view) => html`<li data-number=${view.number}><span class="figure">${view.number}</span>${localText(view, languageBeside(live, view))}</li>`)}</ol>
    ${numberList(queue.slice(whole), limit)}
  </section>`;
}

/**
 * Return the rail: the next question, the queue, the join code and the notice about a lost connection.
 * @param {Shown} shown
 * @param {LiveProgramme} items
 * @param {Room} room
 */
function rail(shown, { live, next, queue }, room) {
  return html`<aside class="rail">
    <div class="rail-room" data-fit>${next ? nextPart(next, live, room) : nothing} ${thenPart(queue, live, room)}</div>
    ${joinBox(shown.state, lostLine(shown))}
  </aside>`;
}

/**
 * Return the footer, which replaces the rail.
 * @param {Shown} shown
 * @param {Programme} items
 */
function foot(shown, { live, next }) {
  const lang = next ? textLanguage(next, languageBeside(live, next)) : undefined;
  return html`<footer class="foot">
    ${next ? heading("next", next, { glyph: "next", lang }) : html`<span></span>`} ${lostLine(shown)} ${joinLine(shown.state)}
  </footer>`;
}

/**
 * Return all texts of the live question that the stage shows: the question as asked, and its translations.
 * @param {QuestionView} live
 */
export const readingsOf = (live) => [originalReading(live), ...translationsBelow(live)];

/**
 * Return the live question with only one of its texts: the question as asked or a translation. The texts are shown in
 * turn, and the line below the text names the languages of all of them.
 * @param {QuestionView} live
 * @param {Reading} text
 */
function aloneText(live, text) {
  const isOriginal = text.kind === "original";
  const originalKind = isOriginal && !live.edited ? word("original", live.language) : "";
  return html`<div class="now-room" data-fit>${isOriginal ? originalText(live, "live") : translatedText(text, "live")}</div>
    ${turnLine(readingsOf(live), [text])} ${about(live, { originalKind })}`;
}

/**
 * Return the texts of the live question to show now, and the line with the facts about the question (`about`).
 * @param {QuestionView} live
 * @param {Reading[]} texts
 * @param {boolean} isAlone whether one text is shown at a time
 */
function liveTexts(live, texts, isAlone) {
  if (isAlone && !live.texts) return aloneText(live, texts[0]);
  const line = about(live, { originalKind: "" });
  if (live.texts) {
    const turns = turnLine(unmarkedTexts(live), texts);
    return html`<div class="now-room" data-fit>${texts.map(unmarkedText)}</div> ${turns} ${line}`;
  }
  if (!texts.length) return html`<div class="now-room" data-fit>${originalText(live, "live")}</div> ${line}`;
  const originalKind = live.edited ? "" : word("original", live.language);
  return html`<div class="now-room" data-fit>${originalText(live, "live")} ${about(live, { originalKind })} ${texts.map((text) => translatedText(text))}</div>`;
}

/**
 * Return the stage's view of the live question.
 * @param {Shown} shown
 * @param {LiveProgramme} items
 * @param {Room & {rail: boolean, isAlone?: boolean}} room `rail`: whether the rail is shown; `isAlone`: whether the
 *   question and its translations are shown one at a time
 * @param {Reading[]} texts the translations to show below the question as asked. Exceptions: with `isAlone`, the only
 *   text to show; under the Chatham House Rule, all texts to show, because no text is marked as the original.
 */
export function now(shown, items, room, texts) {
  const { live } = items;
  return html`${room.rail ? masthead(shown.state) : nothing} ${ruleLines(shown.state)}
    <section class="now" data-status="live" data-number=${live.number}>
      ${heading("now", live, { glyph: "live" })}
      ${liveTexts(live, texts, room.isAlone ?? false)}
    </section>
    ${room.rail ? rail(shown, items, room) : foot(shown, items)}`;
}
