/**
 * The history panel: answered, declined, merged and withdrawn questions, and questions that wait for release. The
 * button in a row brings the question back or releases it. Withdrawn questions have no button. While the session is
 * closed, no row has a button.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { OlderStatus } from "../model/ui.js" */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatTime } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { statusMark } from "../../shared/view/marks.js";
import { OLDER } from "../control/history.js";
import { nameOf, statusLabel } from "../model/sentences.js";
import { meterOf } from "../model/kinds.js";
import { items } from "../model/shown.js";
import { isClosed, isCurrentRow, ui } from "../model/ui.js";
import { askedBy, votes } from "./asked-by.js";
import { questionMore } from "./question-more.js";
import { questionText } from "./question-words.js";
import { buttonTab, keptRow, nameId, rowFrame, tabStop } from "./row-frame.js";
import { actButton, messageLine, moreButton } from "./row-parts.js";

/**
 * Return a sentence that says how and when the question got its status. For a question that waits for release, the
 * sentence says when the question was received. For a merged or declined question, the sentence names the person who
 * acted.
 * @param {ChairsQuestion} view
 */
function outcome(view) {
  if (view.held) return _("received at %(time)s, waits for release", { time: formatTime(view.asked_at) });
  const values = { who: nameOf(view.by ?? "attendee"), time: formatTime(view.changed_at) };
  if (view.status === "answered") return _("answered at %(time)s", values);
  if (view.status === "withdrawn") return _("withdrawn by the asker at %(time)s", values);
  if (view.status === "merged")
    return _("%(who)s merged this into No. %(lead)s at %(time)s", { ...values, lead: view.lead });
  const reason = page.session.reasons.find(({ key }) => key === view.reason)?.label ?? "";
  const other = view.reason_number ? _("No. %(number)s", { number: view.reason_number }) : "";
  return _("%(who)s declined this at %(time)s: %(reason)s", { ...values, reason: `${reason} ${other}`.trim() });
}

/**
 * Return the button that brings the question back or releases it.
 * @param {ChairsQuestion} view
 * @param {boolean} isCurrent
 */
function backButton(view, isCurrent) {
  if (isClosed()) return nothing;
  const options = isCurrent ? {} : { kind: "text", tab: -1 };
  if (view.held)
    return html`${actButton("release", _("Release"), options)}${isCurrent ? actButton("kinds", _("Several questions…"), { popup: "dialog" }) : nothing}`;
  if (view.status === "declined") return actButton("reconsider", _("Reconsider"), options);
  if (view.status === "answered") return actButton("bring_back", _("Bring back to the screen"), options);
  if (view.status === "merged") return actButton("split", _("Split"), options);
  return nothing;
}

/**
 * Return the row of a question in the panel.
 * @param {ChairsQuestion} view
 * @param {boolean} isStop whether the Tab key stops at this row
 */
function historyRow(view, isStop) {
  const { number, status } = view;
  const list = "history";
  const isCurrent = isCurrentRow(list, number);
  const tab = buttonTab(list, number);
  const body = html`${questionText(view, nameId(list, number))}
    <p class="meta">${statusMark(status)}<span>${outcome(view)}</span></p>
    ${askedBy(view, votes(view), tab)} ${questionMore(view, tab)} ${messageLine(number)}`;
  const end = html`<div class="row-acts quick">${backButton(view, isCurrent)}${isCurrent && !view.held ? moreButton(number) : nothing}</div>`;
  return rowFrame({ list, number, status, isStop, body, end });
}

/**
 * Return the statuses for which the panel has a button. Include `held` only while questions wait for release or while
 * `held` is the chosen status.
 * @param {OlderStatus} chosen
 * @returns {OlderStatus[]}
 */
const statuses = (chosen) => (chosen === "held" || meterOf(ui.state)?.held ? ["held", ...OLDER] : OLDER);

/** Return the panel, which replaces the queue. Return nothing while the panel is closed. */
export function history() {
  if (!ui.older) return nothing;
  const { status, questions, more, reading, failed } = ui.older;
  const shown = items("history");
  const isEmpty = !shown.length && !reading && !failed;
  return html`<section class="panel history" data-panel="queue" data-list="history" aria-labelledby="heading-history" aria-busy=${reading ? "true" : nothing}>
    <header class="part-head">
      <h2 id="heading-history" data-heading tabindex="-1">${_("History")}</h2>
      <button type="button" class="button text" data-act="history">${_("Back to the queue")}</button>
    </header>
    <div class="ways" role="group" aria-label=${_("Status")}>
      ${statuses(status).map(
        (older) =>
          html`<button type="button" class="way" data-act="older" data-value=${older} aria-pressed=${String(status === older)}>${statusLabel(older)}</button>`,
      )}
    </div>
    <ul class="rows">
      ${repeat(
        shown,
        ({ number }) => number,
        ({ number, view, left }) => {
          const isStop = number === tabStop("history", shown);
          return left ? keptRow("history", left, isStop) : view && historyRow(view, isStop);
        },
      )}
    </ul>
    <div class="rows-end" role="status">
      ${failed ? html`<p>${_("This could not be read. Please try again.")}</p>` : nothing}
      ${isEmpty ? html`<p class="empty">${questions.length ? _("Nothing matches the filter.") : _("Nothing here yet.")}</p>` : nothing}
    </div>
    ${more || failed ? html`<button type="button" class="button" data-act=${failed ? "older" : "more"} data-value=${status}>${failed ? _("Try again") : _("Show older")}</button>` : nothing}
  </section>`;
}
