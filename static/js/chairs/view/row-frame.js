/**
 * The common frame of the rows of all lists. The style sheets, the tests and the keyboard listeners use its attributes.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Remain } from "../model/lists.js" */
/** @import { ListName } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { isCurrentRow, ui } from "../model/ui.js";
import { questionText } from "./question-words.js";
import { messageLine } from "./row-parts.js";

/**
 * @typedef {object} Frame
 * @property {ListName} list
 * @property {number} number
 * @property {string} status
 * @property {boolean} isStop the Tab key stops at this row
 * @property {string} [kind] an additional CSS class
 * @property {boolean} [isRead] the other chair is reading the question
 * @property {unknown} [margin] the content under the number
 * @property {unknown} body
 * @property {unknown} [end] the content after the body
 */

/**
 * Return the id of the element that names a row.
 * @param {ListName} list
 * @param {number} number
 */
export const nameId = (list, number) => `${list}-${number}`;

/**
 * Return the tabindex of the buttons in a row: the Tab key reaches only the buttons of the current row.
 * @param {ListName} list
 * @param {number} number
 */
export const buttonTab = (list, number) => (isCurrentRow(list, number) ? 0 : -1);

/**
 * Return the row of a question. Its number can be dragged in the queue. `body` must contain the element whose id is
 * `nameId`.
 * @param {Frame} frame
 */
export function rowFrame({ list, number, status, isStop, kind = "", isRead = false, margin, body, end }) {
  const id = nameId(list, number);
  const isGone = status === "gone";
  return html`<li>
    <article
      class="row ${kind}"
      data-row
      data-number=${number}
      data-status=${status}
      tabindex=${isStop ? 0 : -1}
      aria-labelledby="${id}-number ${id}"
      aria-busy=${!isGone && ui.busy.has(number) ? "true" : nothing}
      ?data-current=${isCurrentRow(list, number)}
      ?data-read=${isRead}
    >
      <div class="row-margin"><span class="number" id="${id}-number" draggable=${list === "queue" && !isGone ? "true" : nothing}>${number}</span>${margin}</div>
      <div class="row-body">${body}</div>
      ${end}
    </article>
  </li>`;
}

/**
 * Return the row of a remain (`Remain` in lists.js): the place of a question that another seat removed, with the
 * reason.
 * @param {ListName} list
 * @param {Remain} remain
 * @param {boolean} isStop
 */
export function remainRow(list, { number, view, sentence }, isStop) {
  const message = messageLine(number, sentence || _("This question is no longer here."));
  const body = html`<div id=${nameId(list, number)}>${questionText(view)} ${message}</div>`;
  return rowFrame({ list, number, status: "gone", isStop, kind: "remain", body });
}

/**
 * Return the number of the row at which the Tab key stops: the current row, otherwise the first row.
 * @param {ListName} list
 * @param {{number: number}[]} rows
 */
export function tabStop(list, rows) {
  const current = rows.find((row) => isCurrentRow(list, row.number));
  return (current ?? rows[0])?.number;
}
