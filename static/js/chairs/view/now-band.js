/** The band above the columns: Now, Next, and the button Advance with its effect in words. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { statusMark } from "../../shared/view/marks.js";
import { read } from "../../shared/view/original.js";
import { isBandMoving } from "../control/aim.js";
import { advancePlan, uniqueView } from "../model/lists.js";
import { isClosed, isCurrentRow, ui } from "../model/ui.js";
import { askedBy } from "./asked-by.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { actButton, cap, messageLine, moreButton } from "./row-parts.js";
import { clearButton } from "./screen.js";

/** @typedef {ReturnType<typeof advancePlan>} Plan */

/**
 * Return the size class of a text. A longer text has a smaller size, so that the lists below move little when the
 * question changes.
 * @param {ChairsQuestion} view
 */
function sizeOf(view) {
  const { length } = read(view).text;
  if (length > 170) return "long";
  return length > 90 ? "medium" : "short";
}

/**
 * @param {"live" | "next"} status
 * @param {ChairsQuestion} view
 */
function bandQuestion(status, view) {
  const { number } = view;
  return html`<article class="stage-question" data-size=${sizeOf(view)} data-row data-number=${number} tabindex="-1" aria-labelledby="${status}-number ${status}-text" ?data-current=${isCurrentRow(status, number)}>
    <span class="number" id="${status}-number">${number}</span>
    <div class="row-body">${questionText(view, `${status}-text`)} ${askedBy(view)} ${questionMore(view)} ${messageLine(number)}</div>
  </article>`;
}

/**
 * Return the part of the band for a status.
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
    ${view ? bandQuestion(status, view) : html`<p class="empty">${empty}</p>`}
  </section>`;
}

/** @param {ChairsQuestion | null} view */
function now(view) {
  // The element is empty here: chairs/control/ticking.js writes its text each second.
  const since = view?.live_at
    ? html`<time class="age ticking" data-since=${view.live_at} data-minutes=${page.session.minutes_per_question ?? nothing}></time>`
    : nothing;
  const buttons = view
    ? html`${since}
    <div class="head-acts">
      ${actButton("answer", _("Answered"), { kind: "quiet" })} ${actButton("put_back", _("Put back"), { kind: "quiet" })}
      ${moreButton(view.number)}
    </div>`
    : nothing;
  const acts = html`${buttons}${clearButton()}`;
  return bandPart("live", view, { heading: _("Now"), acts, empty: _("Nothing is on the screen.") });
}

/** @param {ChairsQuestion | null} view */
function next(view) {
  const acts = view
    ? html`<div class="head-acts">
    ${actButton("put_back", _("Put back"), { kind: "quiet" })} ${moreButton(view.number)}
  </div>`
    : nothing;
  const empty = isClosed() ? _("Nothing is waiting.") : _("The first in the queue will come up.");
  return bandPart("next", view, { heading: _("Next"), acts, empty });
}

/**
 * @param {number | null} number
 * @param {StatusName} status
 * @param {string} words
 */
function consequence(number, status, words) {
  return number === null
    ? nothing
    : html`<li><span class="number">${number}</span>${statusMark(status)}<span>${words}</span></li>`;
}

/** @param {Plan} plan */
function advanceWords(plan) {
  if (plan.live !== null) return _("Advance to No. %(number)s", { number: plan.live });
  if (plan.answered !== null) return _("Finish No. %(number)s", { number: plan.answered });
  return _("Advance");
}

function advance() {
  const plan = advancePlan(ui.state);
  const isBusy = ui.busy.has("advance");
  const isOff = !plan.possible || isBusy || isBandMoving();
  return html`<div class="advance" aria-busy=${isBusy ? "true" : nothing}>
    <button
      type="button"
      class="button main advance-button"
      data-act="advance"
      aria-disabled=${isOff ? "true" : nothing}
      aria-describedby="advance-does"
      aria-keyshortcuts="Shift+Enter"
    ><span>${advanceWords(plan)}</span>${cap(_("⇧ Enter"))}</button>
    <ul id="advance-does" class="advance-does">
      ${consequence(plan.answered, "answered", _("will be marked answered"))} ${consequence(plan.live, "live", _("will go to the screen"))}
      ${consequence(plan.next, "next", _("will be next"))}
      ${plan.possible && plan.live === null ? html`<li>${_("The screen will be empty.")}</li>` : nothing}
      ${plan.possible ? nothing : html`<li>${_("Nothing is waiting.")}</li>`}
    </ul>
    ${messageLine("advance")}
  </div>`;
}

export function nowBand() {
  return html`<div class="band">${now(uniqueView(ui.state, "live"))} ${next(uniqueView(ui.state, "next"))} ${advance()}</div>`;
}
