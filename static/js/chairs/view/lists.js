/** The two columns: Incoming and the queue. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Item } from "../model/lists.js" */

import { html, nothing } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { _, ngettext, now } from "../../shared/i18n.js";
import { isOpen } from "../../shared/view/original.js";
import { allViews, filtering, items, selectedViews, shownViews, waitingCount } from "../model/shown.js";
import { shownSuggestion } from "../model/suggestion.js";
import { isClosed, isCurrentRow, ui } from "../model/ui.js";
import { incomingRow } from "./incoming-row.js";
import { queueRow } from "./queue-row.js";
import { remainRow, tabStop } from "./row-frame.js";
import { togetherParts } from "./together.js";

/** @typedef {"incoming" | "queue"} Column */

/** @param {Column} list */
function count(list) {
  const all = allViews(list).length;
  if (!filtering()) return html`<span class="count">${all}</span>`;
  return html`<span class="count">${_("%(shown)s of %(all)s", { shown: shownViews(list).length, all })}</span>`;
}

/**
 * Return a number that changes whenever the shown age changes: every 10 s in the first minute, then every minute.
 * @param {ChairsQuestion | undefined} view
 */
function ageStep(view) {
  const seconds = view ? (now() - Date.parse(view.asked_at)) / 1000 : 0;
  return seconds < 60 ? Math.floor(seconds / 10) : Math.floor(seconds / 60) * 60;
}

/**
 * Return all values that a row shows. Because a list can have 2,000 rows, a row is drawn again only if a value has
 * changed.
 * @param {Column} list
 * @param {Item} item
 * @param {boolean} isStop
 */
function partsOf(list, { number, view, remain }, isStop) {
  const common = [
    isCurrentRow(list, number),
    ui.busy.has(number),
    ui.messages.get(number),
    ui.readers.get(number),
    ui.keysOn,
    isOpen(number),
    ui.correcting?.number === number && ui.correcting,
    ui.wording?.number === number && ui.wording,
  ];
  const ofList =
    list === "incoming"
      ? [ui.selecting, ui.selected.has(number), ageStep(view)]
      : [ui.state.queue.indexOf(number), ui.state.queue.length, shownSuggestion()?.view.number === number];
  return [view ?? remain, remain?.sentence, isStop, ...common, ...ofList, ...togetherParts(view)];
}

/**
 * Return the rows. A row that moves keeps its element, and therefore its focus and its scroll position.
 * @param {Column} list
 */
function rows(list) {
  const all = items(list);
  const stop = tabStop(list, all);
  const row = list === "incoming" ? incomingRow : queueRow;
  /** @param {Item} item */
  const draw = ({ number, view, remain }) =>
    remain ? remainRow(list, remain, number === stop) : row(view, number === stop);
  return html`<ul class="rows" data-rows>
    ${repeat(
      all,
      (item) => `${item.remain ? "gone" : "row"}${item.number}`,
      (item) => guard(partsOf(list, item, item.number === stop), () => draw(item)),
    )}
  </ul>`;
}

/**
 * Return the sentence in an empty list.
 * @param {Column} list
 * @param {string} words the sentence without a filter
 */
function emptyWords(list, words) {
  if (items(list).length) return nothing;
  return html`<p class="empty">${filtering() && allViews(list).length ? _("Nothing fits the filter.") : words}</p>`;
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
    ${ui.selecting ? selection() : nothing} ${rows("incoming")} ${emptyWords("incoming", empty)}
  </section>`;
}

/** Return the column of the approved questions, in the order of the queue. */
export function queue() {
  const empty = isClosed() ? _("Nothing is waiting.") : _("No question approved yet.");
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
    ${rows("queue")} ${emptyWords("queue", empty)}
  </section>`;
}
