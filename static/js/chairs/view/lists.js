/** The two working columns: incoming and queue. */

import { html, nothing } from "lit/html.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { allViews, filtering, items, selectedViews, shownViews, waitingCount } from "../model/shown.js";
import { shownSuggestion } from "../model/suggestion.js";
import { isClosed, ui } from "../model/ui.js";
import { _, ngettext, now } from "../../shared/i18n.js";
import { tabStop } from "./row-parts.js";
import { togetherParts } from "./together.js";
import { isOpen } from "../../shared/view/original.js";
import { incomingRow, remainRow } from "./incoming-row.js";
import { queueRow } from "./queue-row.js";

function count(list) {
  const all = allViews(list).length;
  if (!filtering()) return html`<span class="count">${all}</span>`;
  return html`<span class="count">${_("%(shown)s of %(all)s", { shown: shownViews(list).length, all })}</span>`;
}

/** Goes up when the age of a question reads differently: each 10 s at first, then each minute. */
function ageStep(view) {
  const seconds = view ? (now() - Date.parse(view.asked_at)) / 1000 : 0;
  return seconds < 60 ? Math.floor(seconds / 10) : Math.floor(seconds / 60) * 60;
}

/** Everything a row shows; a row whose parts are the same is not drawn again, which keeps 2,000 of them quick. */
function partsOf(list, { number, view, remain }, isStop) {
  const isCurrent = ui.current?.list === list && ui.current.number === number;
  const hand = [
    isCurrent,
    ui.busy.has(number),
    ui.notes.get(number),
    ui.readers.get(number),
    ui.keysOn,
    isOpen(number),
    ui.correcting?.number === number && ui.correcting,
    ui.wording?.number === number && ui.wording,
  ];
  const choice =
    list === "incoming"
      ? [ui.selecting, ui.selected.has(number), ageStep(view)]
      : [ui.state.queue.indexOf(number), ui.state.queue.length, shownSuggestion()?.view.number === number];
  return [view ?? remain, remain?.sentence, isStop, ...hand, ...choice, ...togetherParts(view)];
}

/** Rows keep their elements while they move, and with them the reader's place. */
function rows(list, row) {
  const all = items(list);
  const stop = tabStop(list, all);
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

function emptyWords(list, words) {
  if (items(list).length) return nothing;
  return html`<p class="empty">${filtering() && allViews(list).length ? _("Nothing fits the filter.") : words}</p>`;
}

function newOnes() {
  const waiting = waitingCount();
  return html`<span class="new-ones" role="status">
    ${
      waiting
        ? html`<button type="button" class="button text" data-act="show_new">${ngettext("%(n)s new, show", "%(n)s new, show", waiting)}</button>`
        : nothing
    }
  </span>`;
}

function selection() {
  const chosen = selectedViews().length;
  return html`<div class="selection">
    <span role="status">${ngettext("%(n)s selected", "%(n)s selected", chosen)}</span>
    <button type="button" class="button" data-act="decline_selected" aria-disabled=${chosen ? nothing : "true"} aria-haspopup="dialog">${_("Decline…")}</button>
    <button type="button" class="button quiet" data-act="selecting">${_("Stop selecting")}</button>
  </div>`;
}

/** The column of what waits for a decision. */
export function incoming() {
  return html`<section class="panel incoming" data-panel="incoming" data-list="incoming" aria-labelledby="heading-incoming">
    <header class="part-head">
      <h2 id="heading-incoming" data-heading tabindex="-1">${_("Incoming")}</h2>
      ${count("incoming")} ${newOnes()}
      <span class="head-acts">
        ${ui.selecting || isClosed() ? nothing : html`<button type="button" class="button quiet" data-act="selecting">${_("Select")}</button>`}
        <button type="button" class="button quiet" data-act="find" aria-keyshortcuts="/">${_("Find")}</button>
      </span>
    </header>
    ${ui.selecting ? selection() : nothing} ${rows("incoming", incomingRow)}
    ${emptyWords("incoming", isClosed() ? _("Nothing is waiting.") : _("Nothing to review. Questions come here first."))}
  </section>`;
}

/** The column of what is approved, in order. */
export function queue() {
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
    ${rows("queue", queueRow)} ${emptyWords("queue", isClosed() ? _("Nothing is waiting.") : _("No question approved yet."))}
  </section>`;
}
