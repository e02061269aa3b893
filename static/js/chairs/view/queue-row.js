/** One approved question in its place: two lines until it is the current one. */

import { html, nothing } from "lit/html.js";
import { ui } from "../model/ui.js";
import { _ } from "../../shared/i18n.js";
import { actButton, askedBy, moreButton, noteLine, readerLine, rowState, votes } from "./row-parts.js";
import { closeTo } from "./together.js";
import { questionText } from "./question-words.js";
import { questionMore } from "./question-more.js";
import { suggestedMark } from "./suggestion.js";

const arrow = (path) =>
  html`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d=${path}></path></svg>`;
const UP = "M9 14.5v-11M4.5 8 9 3.5 13.5 8";
const DOWN = "M9 3.5v11M4.5 10 9 14.5 13.5 10";

function mover(act, label, path, isOff, tab) {
  return html`<button
    type="button"
    class="mover"
    data-act=${act}
    tabindex=${tab}
    aria-label=${label}
    aria-disabled=${isOff ? "true" : nothing}
  >${arrow(path)}</button>`;
}

function acts() {
  return html`<div class="row-acts">
    ${actButton("set_next", _("Set next"), { key: "N" })} ${actButton("take", _("Take now"), { key: "L" })}
    ${actButton("decline", _("Decline…"), { kind: "quiet", key: "D", popup: "dialog" })}
  </div>`;
}

/** The row of one approved view; `isStop`: Tab reaches it. */
export function queueRow(view, isStop) {
  const { number } = view;
  const { isCurrent, isBusy, isRead, row, tab } = rowState("queue", number, isStop);
  const id = `queue-${number}`;
  const place = ui.state.queue.indexOf(number) + 1;
  const of = ui.state.queue.length;
  const placeWords = html`<span class="meta-place">${_("place %(place)s of %(of)s", { place, of })}</span>`;
  return html`<li>
    <article
      class="row queued"
      data-row
      data-number=${number}
      data-status=${view.status}
      tabindex=${row}
      aria-labelledby="${id}-number ${id}"
      aria-busy=${isBusy ? "true" : nothing}
      ?data-current=${isCurrent}
      ?data-read=${isRead}
    >
      <div class="row-margin"><span class="number" id="${id}-number" draggable="true">${number}</span>${readerLine(number)}</div>
      <div class="row-body">
        ${questionText(view, id)} ${askedBy(view, html`${votes(view)}${suggestedMark(number)}${isCurrent ? placeWords : nothing}`, tab)} ${questionMore(view, tab)}
        ${isCurrent ? html`${closeTo(view)} ${acts()}` : nothing} ${noteLine(number)}
      </div>
      <div class="movers">
        ${mover("move_up", _("Move No. %(number)s up", { number }), UP, place <= 1, tab)}
        ${mover("move_down", _("Move No. %(number)s down", { number }), DOWN, place === of, tab)}
        ${isCurrent ? moreButton(number) : nothing}
      </div>
    </article>
  </li>`;
}
