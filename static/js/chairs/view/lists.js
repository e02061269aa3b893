/** The two columns: Incoming and the queue. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Item } from "../model/lists.js" */

import { html, nothing } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { _, ngettext, now } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { steadyRows } from "../../shared/steady-rows.js";
import { statusMark } from "../../shared/view/marks.js";
import { isOpen } from "../../shared/view/original.js";
import { uniqueView } from "../model/lists.js";
import {
  allViews,
  filtering,
  hiddenCount,
  items,
  selectedViews,
  shownViews,
  thumbTarget,
  waitingCount,
} from "../model/shown.js";
import { shownSuggestion } from "../model/suggestion.js";
import { isClosed, isCurrentRow, isOpening, ui } from "../model/ui.js";
import { incomingRow } from "./incoming-row.js";
import { queueRow } from "./queue-row.js";
import { editorParts, focusedEditor } from "./question-editors.js";
import { keptRow, tabStop } from "./row-frame.js";
import { togetherParts } from "./together.js";

/** The list of a column. @typedef {"incoming" | "queue"} Column */

/** Maximum number of lines above a list. Three lines are about as high as one row. */
const LINES = 3;

/**
 * Return the lines above the list, the newest line last. Each line is about a question that has just left the list
 * (chairs/control/handled.js).
 * @param {Column} list
 */
function handled(list) {
  const lines = ui.handled[list].slice(-LINES);
  if (!lines.length) return nothing;
  return html`<ul class="handled">
    ${lines.map(
      ({ number, status, sentence }) => html`<li class="handled-line" data-number=${number}>
        <s class="number">${number}</s>${status ? statusMark(status) : nothing}<span class="message" title=${sentence}>${sentence}</span>
      </li>`,
    )}
  </ul>`;
}

/**
 * Return the number of the list's questions. While a filter is set, also return the number of questions that match the
 * filter.
 * @param {Column} list
 */
function count(list) {
  const all = allViews(list).length;
  if (!filtering()) return html`<span class="count">${all}</span>`;
  return html`<span class="count">${_("%(shown)s of %(all)s", { shown: shownViews(list).length, all })}</span>`;
}

/**
 * Return a number that changes each time the page must redraw the question's age: every 10 s in the first minute, then
 * every minute.
 * @param {ChairsQuestion | undefined} view
 */
function ageStep(view) {
  const seconds = view ? (now() - Date.parse(view.asked_at)) / 1000 : 0;
  return seconds < 60 ? Math.floor(seconds / 10) : Math.floor(seconds / 60) * 60;
}

/**
 * Return all values that a row shows. The page redraws a row only if one of these values has changed, because a list
 * can have 2,000 rows.
 * @param {Column} list
 * @param {Item} item
 * @param {boolean} isStop whether the Tab key stops at this row
 * @param {boolean} isThumb whether the bar at the bottom of a phone acts on this question
 */
function partsOf(list, { number, view, left }, isStop, isThumb) {
  const common = [
    isCurrentRow(list, number),
    ui.busy.has(number),
    ui.messages.get(number),
    ui.readers.get(number),
    ui.keysOn,
    isOpening(),
    ui.isPhone,
    isOpen(number),
    page.session, // The row shows terms, names and labels that a change of the session's definition can replace.
    ...editorParts(list, number),
  ];
  const ofList =
    list === "incoming"
      ? [isThumb, ui.selecting, ui.selected.has(number), ageStep(view)]
      : [ui.state.queue.indexOf(number), ui.state.queue.length, shownSuggestion()?.view.number === number];
  return [view ?? left, isStop, ...common, ...ofList, ...togetherParts(view)];
}

/** @param {Item} item */
const keyOf = (item) => `row${item.number}`;

/**
 * For each list, the function that returns the rows to draw now (shared/steady-rows.js). The row in which the chair is
 * writing does not move.
 */
const steady = { incoming: steadyRows(keyOf), queue: steadyRows(keyOf) };

/**
 * Return the rows. Each question keeps its element when rows arrive, leave or move. The element of a row in which the
 * chair is writing does not move in the document (`steady`).
 * @param {Column} list
 */
function rows(list) {
  const all = items(list);
  const stop = tabStop(list, all);
  const thumb = list === "incoming" ? thumbTarget()?.number : undefined;
  const row = list === "incoming" ? incomingRow : queueRow;
  const written = focusedEditor(list);
  const drawn = steady[list](all, written === null ? null : `row${written}`);
  return html`<ul class="rows" data-rows>
    ${repeat(drawn, keyOf, (item) => {
      const flags = /** @type {const} */ ([item.number === stop, item.number === thumb]);
      const draw = () => (item.left ? keptRow(list, item.left, flags[0]) : row(item.view, ...flags));
      return guard(partsOf(list, item, ...flags), draw);
    })}
  </ul>`;
}

/**
 * If the list shows no rows, return a sentence to show instead. If the filter hides all rows, the sentence says so, and
 * a button clears the filter. Otherwise return nothing.
 * @param {Column} list
 * @param {string} words the sentence to show if the filter hides no rows
 */
function emptyWords(list, words) {
  if (shownViews(list).length) return nothing;
  const hidden = hiddenCount(list);
  if (!hidden) return html`<p class="empty">${words}</p>`;
  return html`<p class="empty">${ngettext("The filter hides %(n)s question.", "The filter hides %(n)s questions.", hidden)}
    <button type="button" class="button" data-act="clear_find">${_("Show all")}</button></p>`;
}

function newOnes() {
  const waiting = waitingCount();
  const button = html`<button type="button" class="button text" data-act="show_new">${ngettext("Show %(n)s new", "Show %(n)s new", waiting)}</button>`;
  return html`<span class="new-ones" role="status">${waiting ? button : nothing}</span>`;
}

function selection() {
  const selected = selectedViews().length;
  return html`<div class="selection">
    <span role="status">${ngettext("%(n)s selected", "%(n)s selected", selected)}</span>
    <button type="button" class="button" data-act="decline_selected" aria-disabled=${selected ? nothing : "true"} aria-haspopup="dialog">${_("Decline…")}</button>
    <button type="button" class="button quiet" data-act="selecting">${_("Stop selecting")}</button>
  </div>`;
}

/** Return the column of the questions that wait for a decision. */
export function incoming() {
  const empty = isClosed() ? _("Nothing is waiting.") : _("Nothing to review. Questions come here first.");
  return html`<section class="panel incoming" data-panel="incoming" data-list="incoming" aria-labelledby="heading-incoming">
    <header class="part-head">
      <h2 id="heading-incoming" data-heading tabindex="-1">${_("Incoming")}</h2>
      ${count("incoming")} ${newOnes()}
      <span class="head-acts">
        ${ui.selecting || isClosed() ? nothing : html`<button type="button" class="button quiet" data-act="selecting">${_("Select")}</button>`}
        <button type="button" class="button quiet" data-act="find" aria-keyshortcuts="/">${_("Find")}</button>
      </span>
    </header>
    ${ui.selecting ? selection() : nothing} ${handled("incoming")} ${rows("incoming")} ${emptyWords("incoming", empty)}
  </section>`;
}

/** Return the column of the approved questions, in the order of the queue. */
export function queue() {
  const isFirst = !uniqueView(ui.state, "live") && !uniqueView(ui.state, "next");
  const empty = isClosed() || !isFirst ? _("Nothing is waiting.") : _("No question approved yet.");
  return html`<section class="panel queue" data-panel="queue" data-list="queue" aria-labelledby="heading-queue">
    <header class="part-head">
      <h2 id="heading-queue" data-heading tabindex="-1">${_("Queue")}</h2>
      ${count("queue")}
      <span class="part-hint">${_("in speaking order")}</span>
      <span class="head-acts">
        ${isClosed() ? nothing : html`<button type="button" class="button quiet" data-act="add" aria-haspopup="dialog" aria-keyshortcuts="+">${_("Add")}</button>`}
        <button type="button" class="button quiet" data-act="history" aria-keyshortcuts="H">${_("History")}</button>
      </span>
    </header>
    ${handled("queue")} ${rows("queue")} ${emptyWords("queue", empty)}
  </section>`;
}
