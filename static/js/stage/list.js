/** The stage's second view (`?view=queue`): Now, Next and the queue as one list, for people who read ahead. */

import { html, nothing } from "lit/html.js";
import { about, joinLine, localText, lostLine, numberList, originalText, ruleLines } from "./parts.js";
import { statusMark } from "../shared/view/marks.js";
import { words } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Room, Shown} from "./parts.js" */

/**
 * @param {QuestionView} view
 * @param {"now" | "next" | "then"} key
 * @param {"live" | "next"} [glyph]
 */
function row(view, key, glyph) {
  const lang = view.language === "und" ? undefined : view.language;
  return html`<li class=${`row row-${key}`} data-status=${view.status} data-number=${view.number}>
    <span class="figure">${view.number}</span>
    <div class="row-body">
      ${glyph ? html`<h2 class="row-label">${statusMark(glyph)}<span class="words">${words(key, lang)}</span></h2>` : nothing}
      ${key === "now" ? html`${originalText(view, "live")} ${about(view, "")}` : html`${localText(view)} ${about(view)}`}
    </div>
  </li>`;
}

/**
 * @param {Shown} shown
 * @param {Programme} items
 * @param {Room} room the rest of the programme is shown as numbers
 */
export function list(shown, { live, next, queue }, { nextWhole, whole }) {
  const rest = [...(next && !nextWhole ? [next] : []), ...queue.slice(whole)];
  return html`${ruleLines(shown.state)}
    <ol class="list" data-fit>
      ${live ? row(live, "now", "live") : html`<li class="row row-none"><p class="words">${words("idle")}</p></li>`}
      ${next && nextWhole ? row(next, "next", "next") : nothing}
      ${queue.slice(0, whole).map((view) => row(view, "then"))}
    </ol>
    <footer class="foot">${rest.length ? html`<div class="rest"><p class="words">${words("then")}</p>${numberList(rest)}</div>` : html`<span></span>`} ${lostLine(shown)} ${joinLine()}</footer>`;
}
