/** Now, Next, what was asked of this panellist, and the others in order: one list to read ahead on a phone. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { questionLabels, questionText } from "../shared/view/question.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { programme } from "../shared/program.js";

const me = page.seat.split(".")[1];
const isMine = (view) => view.to === me;

/** "I'll take it", for what comes up; the chairs see it with this panellist's name. */
function take({ number, status }, taken) {
  if (status !== "next" && status !== "approved") return nothing;
  const isTaken = taken.has(number);
  const note = taken.note(number);
  return html`<p class="take">
      <button type="button" class="button" data-flag=${number} aria-pressed=${String(isTaken)} aria-busy=${String(taken.isBusy(number))}
        @click=${() => taken.toggle(number)}>${isTaken ? statusMark("approved") : nothing}<span>${_("I'll take it")}</span><span class="visually-hidden">, ${_("Question number")} ${number}</span></button>
      ${isTaken ? html`<span>${_("The chairs see this.")}</span>` : nothing}
    </p>
    ${note ? html`<p class="error" role="alert">${note}</p>` : nothing}`;
}

/** @param place 1-based in the queue, or null outside it */
function question(view, place, taken) {
  const alone = isMine(view) && !place; // in the queue the heading says so
  return html`<li class="item" data-number=${view.number} data-status=${view.status} ?data-mine=${isMine(view)}>
    ${
      alone || place
        ? html`<p class="item-top">
      ${alone ? html`<strong class="mine">${_("Asked of you")}</strong>` : nothing}
      ${place ? html`<span>${_("Place %(place)s in the queue", { place: formatNumber(place) })}</span>` : nothing}
    </p>`
        : nothing
    }
    ${questionText(view)} ${questionLabels(isMine(view) ? { ...view, to: null } : view)} ${take(view, taken)}
  </li>`;
}

function part(name, heading, rows, empty, { glyph, taken, note }) {
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <h2 id=${`part-${name}`}>${glyph ? statusMark(glyph) : nothing}<span>${heading}</span></h2>
    ${note ? html`<p class="cleared">${note}</p>` : nothing}
    ${
      rows.length
        ? html`<ol>${repeat(
            rows,
            ({ view }) => view.number,
            ({ view, place }) => question(view, place, taken),
          )}</ol>`
        : html`<p class="voice empty">${empty}</p>`
    }
  </section>`;
}

/** @param taken what this panellist has marked, as panel/flags.js gives it */
export function panelPage(state, taken) {
  const { live, next, queue } = programme(state);
  const rows = queue.map((view, index) => ({ view, place: index + 1 }));
  const mine = rows.filter(({ view }) => isMine(view));
  const others = rows.filter(({ view }) => !isMine(view));
  const note =
    live && state.settings.screen_cleared ? _("The chairs have cleared the screen: the room sees the invitation.") : "";
  const nowPart = part("live", _("Now"), live ? [{ view: live }] : [], _("Nothing is on the screen."), {
    glyph: "live",
    taken,
    note,
  });
  if (state.settings.phase === "closed") return nowPart;
  const upcoming =
    state.settings.stage_upcoming === false
      ? html`<p class="voice empty">${_("The questions after Next are not shown.")}</p>`
      : html`${mine.length ? part("mine", _("Asked of you, in order"), mine, "", { taken }) : nothing}
      ${part("queue", mine.length ? _("The others, in order") : _("After that, in order"), others, rows.length ? _("No other question yet.") : _("No question approved yet."), { taken })}`;
  return html`${nowPart}
    ${part("next", _("Next"), next ? [{ view: next }] : [], _("The first in the queue will come up."), { glyph: "next", taken })}
    ${upcoming}`;
}
