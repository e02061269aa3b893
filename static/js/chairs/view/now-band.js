/** The two parts above the lists: *Now* and *Next*. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { statusMark } from "../../shared/view/marks.js";
import { read } from "../../shared/view/original.js";
import { isScreenUnsettled } from "../control/screen-guard.js";
import { openDrafts } from "../model/editors.js";
import { uniqueView } from "../model/lists.js";
import { change, isClosed, isCurrentRow, ui } from "../model/ui.js";
import { askedBy } from "./asked-by.js";
import { bandEditors } from "./question-editors.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { actButton, messageLine, moreButton } from "./row-parts.js";
import { clearButton } from "./screen.js";
import { stageLanguagesButton } from "./stage-languages.js";

/**
 * The maximum lengths, in characters, for the size classes "short", "medium" and "long". A longer text has the size
 * class "longest".
 */
const SHORT = 90;
const MEDIUM = 180;
const LONG = 320;

/**
 * Return the size class of a text. A longer text has a smaller font size, so that the lists below move only a little
 * when the question changes.
 * @param {number} length
 */
function sizeOf(length) {
  if (length > LONG) return "longest";
  if (length > MEDIUM) return "long";
  return length > SHORT ? "medium" : "short";
}

/**
 * Return the button that shows the whole text of a question if the window has the width of a phone and the text is
 * long. In other cases, return nothing.
 * @param {number} number
 * @param {number} length
 */
function wholeButton(number, length) {
  if (!ui.isPhone || length <= MEDIUM) return nothing;
  const isWhole = ui.whole === number;
  const words = isWhole
    ? _("Show less")
    : ngettext("Show the whole text, %(n)s character", "Show the whole text, %(n)s characters", length);
  return html`<button type="button" class="button text whole-button" aria-expanded=${String(isWhole)} @click=${() => change({ whole: isWhole ? null : number })}>${words}</button>`;
}

/**
 * Return the question of the part *Now* or *Next*.
 * @param {"live" | "next"} status
 * @param {ChairsQuestion} view
 */
function bandQuestion(status, view) {
  const { number } = view;
  const { length } = read(view).text;
  return html`<article class="stage-question" data-size=${sizeOf(length)} data-row data-number=${number} tabindex="-1" aria-labelledby="${status}-number ${status}-text"
    ?data-current=${isCurrentRow(status, number)} ?data-whole=${ui.whole === number}>
    <span class="number" id="${status}-number">${number}</span>
    <div class="row-body">${questionText(view, `${status}-text`)} ${status === "live" ? wholeButton(number, length) : nothing}
      ${askedBy(view)} ${questionMore(view)} ${messageLine(number)}</div>
  </article>`;
}

/**
 * Return the part *Now* (status `live`) or the part *Next* (status `next`).
 * @param {"live" | "next"} status
 * @param {ChairsQuestion | null} view
 * @param {{heading: string, acts: unknown, empty: string}} parts `empty`: the sentence that is shown if there is no
 *   question
 */
function bandPart(status, view, { heading, acts, empty }) {
  return html`<section
    class="stage-part stage-${status}"
    aria-labelledby="heading-${status}"
    data-list=${status}
    data-status=${status}
    data-number=${view?.number ?? nothing}
    aria-busy=${view && ui.busy.has(view.number) ? "true" : nothing}
  >
    <header class="part-head">
      <h2 id="heading-${status}" class="stage-heading">${statusMark(status)}${heading}</h2>
      ${acts}
    </header>
    ${view ? bandQuestion(status, view) : html`<p class="empty">${empty}</p>`} ${bandEditors(status, view?.number)}
  </section>`;
}

/**
 * Return the part *Now* with its acts and the running time.
 * @param {ChairsQuestion | null} view
 */
function now(view) {
  // Leave the element empty, because chairs/control/ticking.js writes the running time into the element each second.
  const since = view?.live_at
    ? html`<time class="age ticking" data-since=${view.live_at} data-minutes=${page.session.minutes_per_question ?? nothing} ?data-short=${ui.isPhone}></time>`
    : nothing;
  const buttons = view
    ? html`${actButton("answer", _("Answered"), { kind: "quiet", isOff: isScreenUnsettled() })} ${actButton("put_back", _("Put back"), { kind: "quiet" })}`
    : nothing;
  const acts = html`${since}
    <div class="head-acts">${buttons} ${stageLanguagesButton()} ${clearButton()} ${view ? moreButton(view.number) : nothing}</div>`;
  return bandPart("live", view, { heading: _("Now"), acts, empty: _("Nothing is on the screen.") });
}

/**
 * Return the part *Next* with its acts.
 * @param {ChairsQuestion | null} view
 */
function next(view) {
  const acts = view
    ? html`<div class="head-acts">
    ${actButton("put_back", _("Put back"), { kind: "quiet" })} ${moreButton(view.number)}
  </div>`
    : nothing;
  const empty = isClosed() ? _("Nothing is waiting.") : _("The first in the queue will come up.");
  return bandPart("next", view, { heading: _("Next"), acts, empty });
}

/** Return the part *Now*, with the live question. */
export const nowPart = () => now(uniqueView(ui.state, "live"));

/** Return the part Next, with the next question. */
export const nextPart = () => next(uniqueView(ui.state, "next"));

/**
 * Return the part that may be higher than the other part: "live" (*Now*) or "next" (*Next*). Then only the list below
 * this part becomes shorter. Return null if both parts must have the same height.
 *
 * - If one of the parts has an open editor, return this part.
 * - Otherwise, return the part with the longer text. If both texts have at most MEDIUM characters, return null.
 */
export function tallPart() {
  const edited = openDrafts().find(({ list }) => list === "live" || list === "next");
  if (edited) return edited.list;
  const [live, following] = /** @type {const} */ (["live", "next"]).map((status) => {
    const view = uniqueView(ui.state, status);
    return view ? read(view).text.length : 0;
  });
  if (Math.max(live, following) <= MEDIUM) return null;
  return live >= following ? "live" : "next";
}
