/** The row of an approved question. The text has at most two lines; the menu of the row shows the whole text. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { isCurrentRow, isOpening, ui } from "../model/ui.js";
import { askedBy, votes } from "./asked-by.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { buttonTab, nameId, rowFrame } from "./row-frame.js";
import { actButton, lineEnd, messageLine, moreButton, readerMark } from "./row-parts.js";
import { suggestedMark } from "./suggestion.js";
import { closeTo } from "./together.js";

const UP = "M9 14.5v-11M4.5 8 9 3.5 13.5 8";
const DOWN = "M9 3.5v11M4.5 10 9 14.5 13.5 10";

/**
 * Return the icon of an arrow.
 * @param {string} path
 */
const arrow = (path) =>
  html`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"><path d=${path}></path></svg>`;

/**
 * Return the button that moves the question up or down by one place.
 * @param {string} act
 * @param {string} label
 * @param {string} path of the arrow
 * @param {boolean} isOff true if the question cannot move further in the direction of the arrow
 * @param {Tab} tab
 */
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

function lineActs() {
  return html`${actButton("set_next", _("Set next"), { kind: "quiet", key: "N", cap: false })} ${actButton("take", _("Take now"), { kind: "quiet", key: "L", cap: false })}`;
}

/**
 * Return the line of buttons below the text of the current row.
 * @param {number} number
 */
function openedActs(number) {
  return html`<div class="row-acts opened">
    ${actButton("set_next", _("Set next"), { key: "N" })} ${actButton("take", _("Take now"), { key: "L" })}
    ${actButton("decline", _("Decline…"), { kind: "quiet", key: "D", popup: "dialog" })} ${moreButton(number)}
  </div>`;
}

/**
 * Return the row of an approved question.
 * @param {ChairsQuestion} view
 * @param {boolean} isStop whether the Tab key stops at this row
 */
export function queueRow(view, isStop) {
  const { number, status } = view;
  const list = "queue";
  const isCurrent = isCurrentRow(list, number);
  const isOpened = isCurrent && isOpening();
  const hasLineActs = isCurrent && !isOpening();
  const tab = buttonTab(list, number);
  const place = ui.state.queue.indexOf(number) + 1;
  const of = ui.state.queue.length;
  const placeWords = html`<span class="meta-place">${_("place %(place)s of %(of)s", { place, of })}</span>`;
  const details = html`${votes(view)}${suggestedMark(number)}${isOpened ? html`${placeWords}${closeTo(view)}` : nothing}`;
  const lineOfActs = lineEnd(hasLineActs ? lineActs() : nothing);
  const body = html`${questionText(view, nameId(list, number))} ${askedBy(view, details, tab, lineOfActs)} ${questionMore(view, tab)}
    ${isOpened ? openedActs(number) : nothing} ${messageLine(number)}`;
  const end = html`<div class="movers">
    ${mover("move_up", _("Move No. %(number)s up", { number }), UP, place <= 1, tab)}
    ${mover("move_down", _("Move No. %(number)s down", { number }), DOWN, place === of, tab)}
  </div>`;
  const isRead = ui.readers.has(number);
  const margin = hasLineActs ? moreButton(number) : readerMark(number);
  return rowFrame({ list, number, status, isStop, kind: "queued", isRead, isOpened, margin, body, end });
}
