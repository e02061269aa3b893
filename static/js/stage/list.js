/** The stage's second view (`?view=queue`): *Now*, *Next* and the queue as one list, for people who read ahead. */

import { html, nothing } from "lit/html.js";
import { joinLine } from "./join.js";
import { about, localText, lostLine, numberList, originalText, ruleLines } from "./parts.js";
import { statusMark } from "../shared/view/marks.js";
import { known, languageBeside, words } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Room, Shown} from "./parts.js" */

/**
 * Return the row of a question.
 * @param {QuestionView} view
 * @param {"now" | "next" | "then"} key
 * @param {{glyph?: "live" | "next", shownIn?: string}} [options] `shownIn`: the language of the text; by default, the
 *   page's reading language. *Now* ignores `shownIn` and shows the question as asked.
 */
function row(view, key, { glyph, shownIn } = {}) {
  const lang = known(view.language);
  return html`<li class=${`row row-${key}`} data-status=${view.status} data-number=${view.number}>
    <span class="figure">${view.number}</span>
    <div class="row-body">
      ${glyph ? html`<h2 class="row-label">${statusMark(glyph)}<span class="words">${words(key, lang)}</span></h2>` : nothing}
      ${key === "now" ? html`${originalText(view, "live")} ${about(view, { originalKind: "" })}` : html`${localText(view, shownIn)} ${about(view, { shownIn })}`}
    </div>
  </li>`;
}

/**
 * Return the stage's list of *Now*, *Next* and the queue.
 * @param {Shown} shown
 * @param {Programme} items
 * @param {Room} room says which questions the list shows as text; the footer has the numbers of all other questions
 */
export function list(shown, { live, next, queue }, { nextWhole, whole }) {
  const rest = [...(next && !nextWhole ? [next] : []), ...queue.slice(whole)];
  return html`${ruleLines(shown.state)}
    <ol class="list" data-fit>
      ${live ? row(live, "now", { glyph: "live" }) : html`<li class="row row-none"><p class="words">${words("idle")}</p></li>`}
      ${next && nextWhole ? row(next, "next", { glyph: "next", shownIn: languageBeside(live, next) }) : nothing}
      ${queue.slice(0, whole).map((view) => row(view, "then"))}
    </ol>
    <footer class="foot">${rest.length ? html`<div class="rest"><p class="words">${words("then")}</p>${numberList(rest)}</div>` : html`<span></span>`} ${lostLine(shown)} ${joinLine(shown.state)}</footer>`;
}
