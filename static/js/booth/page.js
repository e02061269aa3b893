/** The booth's lists: Now, Next, approved in order, and the last few answered. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { questionGroup, questionText, questionTo } from "../elements/question.js";
import { _, formatNumber, languageName, ngettext } from "../lib/i18n.js";
import { languageTag, statusMark } from "../lib/marks.js";
import { programme } from "../stage/program.js";
import { withDeparted } from "./departures.js";
import { readingSeconds } from "./reading.js";

function labels(view) {
  const seconds = readingSeconds(view.text);
  return html`<p class="labels">
    ${languageTag(view.language)}<span aria-hidden="true">${_("asked in %(language)s", { language: languageName(view.language) })}</span>
    ${questionGroup(view)} ${questionTo(view)}
    <span class="seconds">${ngettext("%(n)s second to read", "%(n)s seconds to read", seconds)}</span>
  </p>`;
}

function row({ view, departed }, fresh) {
  const text = questionText(view);
  return html`<li class="row" data-number=${view.number} data-status=${departed ? "departed" : view.status} ?data-fresh=${fresh === view.number}>
    <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
    <div class="row-body">
      ${departed ? html`<p class="departed-words">${_("Taken back, will not be asked now")}</p><del>${text}</del>` : html`${text}${labels(view)}`}
    </div>
  </li>`;
}

function part(name, heading, rows, empty, { glyph, fresh, count } = {}) {
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <h2 id=${`part-${name}`} class="part-heading">${glyph ? statusMark(glyph) : nothing}<span>${heading}</span>${count ? html`<span class="count">${formatNumber(count)}</span>` : nothing}</h2>
    ${rows.length ? html`<ol>${repeat(rows, ({ view }) => view.number, (one) => row(one, fresh))}</ol>` : html`<p class="voice empty">${empty}</p>`}
  </section>`;
}

/** @param shown {state, answered: [views], departed, fresh: {live, next}} */
export function boothPage({ state, answered, departed, fresh }) {
  const { live, next, queue } = programme(state);
  const rows = (views, name) => withDeparted(views, departed, name);
  return html`
    ${part("live", _("Now"), rows(live ? [live] : [], "live"), _("Nothing is on the screen."), { glyph: "live", fresh: fresh.live })}
    ${part("next", _("Next"), rows(next ? [next] : [], "next"), _("The first in the queue will come up."), { glyph: "next", fresh: fresh.next })}
    ${part("approved", _("Approved, in order"), rows(queue, "approved"), _("No question approved yet."), { count: queue.length })}
    ${answered.length ? part("answered", _("Answered"), rows(answered, "answered"), "") : nothing}`;
}
