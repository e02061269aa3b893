/** Now, Next and the one button that moves on, with what it will do. */

import { html, nothing } from "lit/html.js";
import { isBandMoving } from "../control/aim.js";
import { advancePlan, only } from "../model/lists.js";
import { isClosed, ui } from "../model/ui.js";
import { _ } from "../../shared/i18n.js";
import { statusMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { read } from "../../shared/view/original.js";
import { actButton, askedBy, cap, moreButton, noteLine } from "./row-parts.js";
import { questionText } from "./question-words.js";
import { questionMore } from "./question-more.js";
import { clearButton } from "./screen.js";

/** Longer texts are set smaller, so that the lists below hardly move when the next one comes. */
function size(view) {
  const { text } = read(view);
  if (text.length > 170) return "long";
  return text.length > 90 ? "medium" : "short";
}

function onStage(status, view, heading, acts, empty) {
  const number = view?.number;
  return html`<section
    class="stage-part stage-${status}"
    aria-labelledby="heading-${status}"
    data-list=${status}
    data-status=${status}
    data-number=${number ?? nothing}
    aria-busy=${ui.busy.has(number) ? "true" : nothing}
  >
    <header class="part-head">
      <h2 id="heading-${status}" class="stage-heading">${statusMark(status)}${heading}</h2>
      ${acts}
    </header>
    ${
      view
        ? html`<article class="stage-question" data-size=${size(view)} data-row data-number=${number} tabindex="-1" aria-labelledby="${status}-number ${status}-text" ?data-current=${ui.current?.list === status && ui.current.number === number}>
          <span class="number" id="${status}-number">${number}</span>
          <div class="row-body">${questionText(view, `${status}-text`)} ${askedBy(view)} ${questionMore(view)} ${noteLine(number)}</div>
        </article>`
        : html`<p class="empty">${empty}</p>`
    }
  </section>`;
}

function now(view) {
  // Empty here: chairs/control/ticking.js writes it each second, without drawing the page.
  const since = view?.live_at
    ? html`<time class="age ticking" data-since=${view.live_at} data-minutes=${page.session.minutes_per_question ?? nothing}></time>`
    : nothing;
  const acts = html`${since}
    <div class="head-acts">
      ${actButton("answer", _("Answered"), { kind: "quiet" })} ${actButton("put_back", _("Put back"), { kind: "quiet" })}
      ${view ? moreButton(view.number) : nothing}
    </div>`;
  return onStage(
    "live",
    view,
    _("Now"),
    html`${view ? acts : nothing}${clearButton()}`,
    _("Nothing is on the screen."),
  );
}

function next(view) {
  const acts = html`<div class="head-acts">
    ${actButton("put_back", _("Put back"), { kind: "quiet" })} ${view ? moreButton(view.number) : nothing}
  </div>`;
  return onStage(
    "next",
    view,
    _("Next"),
    view ? acts : nothing,
    isClosed() ? _("Nothing is waiting.") : _("The first in the queue will come up."),
  );
}

function consequence(number, status, words) {
  return number === null
    ? nothing
    : html`<li><span class="number">${number}</span>${statusMark(status)}<span>${words}</span></li>`;
}

function advanceWords(plan) {
  if (plan.live !== null) return _("Advance to No. %(number)s", { number: plan.live });
  if (plan.answered !== null) return _("Finish No. %(number)s", { number: plan.answered });
  return _("Advance");
}

function advance() {
  const plan = advancePlan(ui.state);
  const isBusy = ui.busy.has("advance");
  return html`<div class="advance" aria-busy=${isBusy ? "true" : nothing}>
    <button
      type="button"
      class="button main advance-button"
      data-act="advance"
      aria-disabled=${plan.possible && !isBusy && !isBandMoving() ? nothing : "true"}
      aria-describedby="advance-does"
      aria-keyshortcuts="Shift+Enter"
    ><span>${advanceWords(plan)}</span>${cap(_("⇧ Enter"))}</button>
    <ul id="advance-does" class="advance-does">
      ${consequence(plan.answered, "answered", _("will be marked answered"))} ${consequence(plan.live, "live", _("will go to the screen"))}
      ${consequence(plan.next, "next", _("will be next"))}
      ${plan.possible && plan.live === null ? html`<li>${_("The screen will be empty.")}</li>` : nothing}
      ${plan.possible ? nothing : html`<li>${_("Nothing is waiting.")}</li>`}
    </ul>
    ${noteLine("advance")}
  </div>`;
}

/** The band over the three columns. */
export function nowBand() {
  return html`<div class="band">${now(only(ui.state, "live"))} ${next(only(ui.state, "next"))} ${advance()}</div>`;
}
