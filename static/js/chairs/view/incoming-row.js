/** One question waiting for a decision: whole text, who asked, what can be done. */

import { html, nothing } from "lit/html.js";
import { ui } from "../model/ui.js";
import { _, formatAge } from "../../shared/i18n.js";
import {
  actButton,
  askedBefore,
  askedBy,
  languageDoubt,
  moreButton,
  noteLine,
  readerLine,
  rowState,
} from "./row-parts.js";
import { closeTo } from "./together.js";
import { questionText } from "./question-words.js";
import { questionMore } from "./question-more.js";

function acts(number, isCurrent, tab) {
  if (!isCurrent) {
    return html`<div class="row-acts quick">
      ${actButton("approve", _("Approve"), { kind: "text", tab })} ${actButton("decline", _("Decline…"), { kind: "quiet", tab, popup: "dialog" })}
    </div>`;
  }
  return html`<div class="row-acts">
    ${actButton("approve", _("Approve"), { kind: "main", key: "A" })} ${actButton("decline", _("Decline…"), { key: "D", popup: "dialog" })}
    ${actButton("merge", _("Merge…"), { key: "M", popup: "dialog" })} ${moreButton(number)}
  </div>`;
}

function selector(number, tab) {
  return html`<input
    type="checkbox"
    data-act="select"
    tabindex=${tab}
    .checked=${ui.selected.has(number)}
    aria-label=${_("Select No. %(number)s", { number })}
  />`;
}

/** The row of one pending view; `isStop`: Tab reaches it. */
export function incomingRow(view, isStop) {
  const { number } = view;
  const { isCurrent, isBusy, isRead, row, tab } = rowState("incoming", number, isStop);
  const id = `incoming-${number}`;
  return html`<li>
    <article
      class="row"
      data-row
      data-number=${number}
      data-status=${view.status}
      tabindex=${row}
      aria-labelledby="${id}-number ${id}"
      aria-busy=${isBusy ? "true" : nothing}
      ?data-current=${isCurrent}
      ?data-read=${isRead}
    >
      <div class="row-margin">
        <span class="number" id="${id}-number">${number}</span>
        <time class="age" datetime=${view.asked_at}>${formatAge(view.asked_at)}</time>
        ${ui.selecting ? selector(number, tab) : nothing}
      </div>
      <div class="row-body">
        ${readerLine(number)} ${questionText(view, id)}
        <div class="row-foot">${askedBy(view, askedBefore(view), tab)} ${isCurrent ? nothing : acts(number, false, tab)}</div>
        ${questionMore(view, tab)} ${closeTo(view, tab)} ${isCurrent ? acts(number, true, tab) : nothing}
        ${languageDoubt(view, tab)} ${noteLine(number)}
      </div>
    </article>
  </li>`;
}

/** The place of a question that the colleague or its asker took away. */
export function remainRow(list, { number, view, sentence }, isStop) {
  const { isCurrent, row } = rowState(list, number, isStop);
  const id = `${list}-${number}`;
  return html`<li>
    <article class="row remain" data-row data-number=${number} data-status="gone" tabindex=${row} aria-labelledby="${id}-number ${id}" ?data-current=${isCurrent}>
      <div class="row-margin"><span class="number" id="${id}-number">${number}</span></div>
      <div class="row-body" id=${id}>${questionText(view)} ${noteLine(number, sentence || _("This question is no longer here."))}</div>
    </article>
  </li>`;
}
