/** The row of a question that waits for a decision. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, formatAge } from "../../shared/i18n.js";
import { isCurrentRow, ui } from "../model/ui.js";
import { askedBefore, askedBy, languageDoubt } from "./asked-by.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { buttonTab, nameId, rowFrame } from "./row-frame.js";
import { actButton, messageLine, moreButton, readerLine } from "./row-parts.js";
import { closeTo } from "./together.js";

/** @param {Tab} tab */
function quickActs(tab) {
  return html`<div class="row-acts quick">
    ${actButton("approve", _("Approve"), { kind: "text", tab })} ${actButton("decline", _("Decline…"), { kind: "quiet", tab, popup: "dialog" })}
  </div>`;
}

/** @param {number} number */
function acts(number) {
  return html`<div class="row-acts">
    ${actButton("approve", _("Approve"), { kind: "main", key: "A" })} ${actButton("decline", _("Decline…"), { key: "D", popup: "dialog" })}
    ${actButton("merge", _("Merge…"), { key: "M", popup: "dialog" })} ${moreButton(number)}
  </div>`;
}

/**
 * @param {number} number
 * @param {Tab} tab
 */
function selector(number, tab) {
  return html`<input
    type="checkbox"
    data-act="select"
    tabindex=${tab}
    .checked=${ui.selected.has(number)}
    aria-label=${_("Select No. %(number)s", { number })}
  />`;
}

/**
 * @param {ChairsQuestion} view
 * @param {boolean} isStop the Tab key stops at this row
 */
export function incomingRow(view, isStop) {
  const { number, status } = view;
  const list = "incoming";
  const isCurrent = isCurrentRow(list, number);
  const tab = buttonTab(list, number);
  const margin = html`<time class="age" datetime=${view.asked_at}>${formatAge(view.asked_at)}</time>
    ${ui.selecting ? selector(number, tab) : nothing}`;
  const body = html`${readerLine(number)} ${questionText(view, nameId(list, number))}
    <div class="row-foot">${askedBy(view, askedBefore(view), tab)} ${isCurrent ? nothing : quickActs(tab)}</div>
    ${questionMore(view, tab)} ${closeTo(view, tab)} ${isCurrent ? acts(number) : nothing}
    ${languageDoubt(view, tab)} ${messageLine(number)}`;
  return rowFrame({ list, number, status, isStop, isRead: ui.readers.has(number), margin, body });
}
