/** Now, Next, what was asked of this panellist, and the others in order: one list to read ahead on a phone. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { questionLabels, questionText } from "../elements/question.js";
import { _, formatNumber } from "../lib/i18n.js";
import { statusMark } from "../lib/marks.js";
import { page } from "../lib/page.js";
import { programme } from "../stage/program.js";

const me = page.seat.split(".")[1];
const isMine = (view) => view.to === me;

/** @param place 1-based in the queue, or null outside it */
function question(view, place) {
  const alone = isMine(view) && !place; // in the queue the heading says so
  return html`<li class="item" data-number=${view.number} data-status=${view.status} ?data-mine=${isMine(view)}>
    ${alone || place ? html`<p class="item-top">
      ${alone ? html`<strong class="mine">${_("Asked of you")}</strong>` : nothing}
      ${place ? html`<span>${_("Place %(place)s in the queue", { place: formatNumber(place) })}</span>` : nothing}
    </p>` : nothing}
    ${questionText(view)} ${questionLabels(isMine(view) ? { ...view, to: null } : view)}
  </li>`;
}

function part(name, heading, rows, empty, glyph) {
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <h2 id=${`part-${name}`}>${glyph ? statusMark(glyph) : nothing}<span>${heading}</span></h2>
    ${rows.length ? html`<ol>${repeat(rows, ({ view }) => view.number, ({ view, place }) => question(view, place))}</ol>` : html`<p class="voice empty">${empty}</p>`}
  </section>`;
}

export function panelPage(state) {
  const { live, next, queue } = programme(state);
  const rows = queue.map((view, index) => ({ view, place: index + 1 }));
  const mine = rows.filter(({ view }) => isMine(view));
  const others = rows.filter(({ view }) => !isMine(view));
  const nowPart = part("live", _("Now"), live ? [{ view: live }] : [], _("Nothing is on the screen."), "live");
  if (state.settings.phase === "closed") return nowPart;
  const upcoming = state.settings.stage_upcoming === false
    ? html`<p class="voice empty">${_("The questions after Next are not shown.")}</p>`
    : html`${mine.length ? part("mine", _("Asked of you, in order"), mine) : nothing}
      ${part("queue", mine.length ? _("The others, in order") : _("After that, in order"), others, rows.length ? _("No other question yet.") : _("No question approved yet."))}`;
  return html`${nowPart}
    ${part("next", _("Next"), next ? [{ view: next }] : [], _("The first in the queue will come up."), "next")}
    ${upcoming}`;
}
