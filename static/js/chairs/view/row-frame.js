/**
 * The common frame of the rows of all lists. The style sheets, the tests and the keyboard listeners use the attributes
 * of this frame.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { ListName } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { isCurrentRow, ui } from "../model/ui.js";
import { questionEditors } from "./question-editors.js";
import { questionText } from "./question-words.js";

/**
 * @typedef {object} Frame The attributes and parts of a row.
 * @property {ListName} list
 * @property {number} number
 * @property {string} status
 * @property {boolean} isStop whether the Tab key stops at this row
 * @property {string} [kind] an additional CSS class
 * @property {boolean} [isRead] whether another chair is reading the question
 * @property {boolean} [isThumb] whether the bar at the bottom of a phone acts on the question
 * @property {boolean} [isOpened] whether the row shows its buttons on a separate line
 * @property {unknown} [margin] the content under the number
 * @property {unknown} body the content beside the number
 * @property {unknown} [end] the content after the body
 */

/**
 * Return the id of the element in the row from which screen readers take the row's name.
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
 * Return the row of a question. In the queue, a chair moves a question by dragging its number. `body` must contain the
 * element whose id is `nameId`.
 * @param {Frame} frame
 */
export function rowFrame({
  list,
  number,
  status,
  isStop,
  kind = "",
  isRead = false,
  isOpened = false,
  isThumb = false,
  margin,
  body,
  end,
}) {
  const id = nameId(list, number);
  return html`<li>
    <article
      class="row ${kind}"
      data-row
      data-number=${number}
      data-status=${status}
      tabindex=${isStop ? 0 : -1}
      aria-labelledby="${id}-number ${id}"
      aria-busy=${ui.busy.has(number) ? "true" : nothing}
      ?data-current=${isCurrentRow(list, number)}
      ?data-opened=${isOpened}
      ?data-read=${isRead}
      ?data-thumb=${isThumb}
    >
      <div class="row-margin"><span class="number" id="${id}-number" draggable=${list === "queue" ? "true" : nothing}>${number}</span>${margin}</div>
      <div class="row-body">${body}${questionEditors(list, number)}</div>
      ${end}
    </article>
  </li>`;
}

/**
 * Return a row for a question that has left the list while its editor is open.
 * @param {ListName} list
 * @param {ChairsQuestion} view the question as last seen in the list
 * @param {boolean} isStop whether the Tab key stops at this row
 */
export function keptRow(list, view, isStop) {
  const body = html`<div id=${nameId(list, view.number)}>${questionText(view)}</div>`;
  return rowFrame({ list, number: view.number, status: "kept", isStop, kind: "kept", body });
}

/**
 * Return the number of the row at which the Tab key stops: the current row, or the first row if no row is current.
 * @param {ListName} list
 * @param {{number: number}[]} rows
 */
export function tabStop(list, rows) {
  const current = rows.find((row) => isCurrentRow(list, row.number));
  return (current ?? rows[0])?.number;
}
