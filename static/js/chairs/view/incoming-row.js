/** The row of a question that waits for a decision. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, formatAge } from "../../shared/i18n.js";
import { isCurrentRow, isOpening, ui } from "../model/ui.js";
import { askedBefore, askedBy, languageDoubt } from "./asked-by.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { buttonTab, nameId, rowFrame } from "./row-frame.js";
import { actButton, lineEnd, messageLine, moreButton, readerMark } from "./row-parts.js";
import { closeTo } from "./together.js";

/**
 * Return the buttons Approve and Decline. They are at the same position in every row, but look like buttons only in the
 * current row.
 * @param {Tab} tab
 * @param {boolean} isCurrent
 */
function quickActs(tab, isCurrent) {
  return html`<div class="row-acts quick">
    ${actButton("approve", _("Approve"), { kind: isCurrent ? "main" : "text", key: "A", cap: false, tab })}
    ${actButton("decline", _("Decline…"), { kind: isCurrent ? "" : "quiet", key: "D", cap: false, tab, popup: "dialog" })}
  </div>`;
}

/**
 * Return the end of the line under the question. In the current row, this is the button Merge and the menu button. In
 * any other row, it is a mark that shows that another chair is reading the question. `lineEnd` hides content that does
 * not fit into the line. Therefore, the menu button is not part of `lineEnd`.
 * @param {number} number
 * @param {boolean} isCurrent
 */
function endOfLine(number, isCurrent) {
  if (!isCurrent) return lineEnd(readerMark(number));
  const merge = actButton("merge", _("Merge…"), { kind: "quiet", key: "M", cap: false, popup: "dialog" });
  return html`${lineEnd(merge)} ${moreButton(number)}`;
}

/**
 * Return the line of buttons below the text of the current row.
 * @param {number} number
 */
function openedActs(number) {
  return html`<div class="row-acts opened">
    ${actButton("approve", _("Approve"), { kind: "main", key: "A" })} ${actButton("decline", _("Decline…"), { key: "D", popup: "dialog" })}
    ${actButton("merge", _("Merge…"), { key: "M", popup: "dialog" })} ${actButton("wording", _("Clearer words…"), { kind: "quiet", key: "E" })}
    ${moreButton(number)}
  </div>`;
}

/**
 * Return the check box that selects the question in selection mode.
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
 * Return the row of a pending question.
 * @param {ChairsQuestion} view
 * @param {boolean} isStop whether the Tab key stops at this row
 * @param {boolean} isThumb whether the bar at the bottom of a phone acts on this question
 */
export function incomingRow(view, isStop, isThumb) {
  const { number, status } = view;
  const list = "incoming";
  const isCurrent = isCurrentRow(list, number);
  const isOpened = isCurrent && isOpening() && !ui.isPhone;
  const tab = buttonTab(list, number);
  const margin = html`<time class="age" datetime=${view.asked_at}>${formatAge(view.asked_at)}</time>
    ${ui.selecting ? selector(number, tab) : nothing} ${isCurrent || isOpening() ? readerMark(number) : nothing}`;
  const end = isOpening() ? nothing : endOfLine(number, isCurrent);
  const body = html`${questionText(view, nameId(list, number))}
    ${askedBy(view, html`${askedBefore(view)}${closeTo(view, tab)}`, tab, end)}
    ${questionMore(view, tab)} ${isOpened ? openedActs(number) : nothing}
    ${languageDoubt(view, tab)} ${messageLine(number)}`;
  return rowFrame({
    list,
    number,
    status,
    isStop,
    isRead: ui.readers.has(number),
    isOpened,
    isThumb,
    margin,
    body,
    end: isOpened || ui.isPhone ? nothing : quickActs(tab, isCurrent),
  });
}
