/**
 * The stage with a live question: a large Now beside the rail, which has the rest of the programme; or Now in full
 * width.
 */

import { html, nothing } from "lit/html.js";
import { masthead } from "./masthead.js";
import {
  about,
  heading,
  joinBox,
  joinLine,
  localText,
  lostLine,
  numberList,
  originalText,
  ruleLines,
  translatedText,
  unmarkedText,
} from "./parts.js";
import { word } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Room, Shown} from "./parts.js" */

/**
 * @param {QuestionView} view
 * @param {boolean} isWhole whether to show the text
 */
function nextPart(view, isWhole) {
  return html`<section class="next" data-status="next" data-number=${view.number}>
    ${heading("next", view, { glyph: "next", most: 1, isLocal: true })} ${isWhole ? html`${localText(view)} ${about(view)}` : nothing}
  </section>`;
}

/**
 * @param {QuestionView[]} queue
 * @param {Room} room
 */
function thenPart(queue, { whole, limit }) {
  if (!queue.length) return nothing;
  return html`<section class="then">
    ${heading("then", null)}
    <ol class="then-list">${queue.slice(0, whole).map((view) => html`<li data-number=${view.number}><span class="figure">${view.number}</span>${localText(view)}</li>`)}</ol>
    ${numberList(queue.slice(whole), limit)}
  </section>`;
}

/**
 * @param {Shown} shown
 * @param {Programme} items
 * @param {Room} room
 */
function rail(shown, { next, queue }, room) {
  return html`<aside class="rail">
    <div class="rail-room" data-fit>${next ? nextPart(next, room.nextWhole) : nothing} ${thenPart(queue, room)}</div>
    ${lostLine(shown)} ${joinBox()}
  </aside>`;
}

/**
 * @param {Shown} shown
 * @param {Programme} items
 */
function foot(shown, { next }) {
  return html`<footer class="foot">
    ${next ? heading("next", next, { glyph: "next" }) : html`<span></span>`} ${lostLine(shown)} ${joinLine()}
  </footer>`;
}

/**
 * Return the live question's texts and the line about it.
 * @param {QuestionView} live
 * @param {Reading[]} texts
 */
function liveTexts(live, texts) {
  if (live.texts) return html`<div class="now-room" data-fit>${texts.map(unmarkedText)}</div> ${about(live, "")}`;
  if (!texts.length) return html`<div class="now-room" data-fit>${originalText(live, "live")}</div> ${about(live, "")}`;
  const kind = live.edited ? "" : word("original", live.language);
  return html`<div class="now-room" data-fit>${originalText(live, "live")} ${about(live, kind)} ${texts.map(translatedText)}</div>`;
}

/**
 * @param {Shown} shown
 * @param {Programme & {live: QuestionView}} items
 * @param {Room & {rail: boolean}} room `rail`: whether the rail is shown
 * @param {Reading[]} texts the translations below the question as asked; under the Chatham House Rule, all texts
 */
export function now(shown, items, room, texts) {
  const { live } = items;
  return html`${room.rail ? masthead(shown.state) : nothing} ${ruleLines(shown.state)}
    <section class="now" data-status="live" data-number=${live.number}>
      ${heading("now", live, { glyph: "live" })}
      ${liveTexts(live, texts)}
    </section>
    ${room.rail ? rail(shown, items, room) : foot(shown, items)}`;
}
