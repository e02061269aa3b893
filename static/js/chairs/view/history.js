/** What has left play: answered, declined, merged, withdrawn; with the way back. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { OLDER } from "../control/history.js";
import { nameOf, statusLabel } from "../model/sentences.js";
import { shownViews } from "../model/shown.js";
import { isClosed, ui } from "../model/ui.js";
import { _, formatTime } from "../../shared/i18n.js";
import { statusMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { actButton, askedBy, moreButton, noteLine, rowState, tabStop, votes } from "./row-parts.js";
import { questionText } from "./question-words.js";
import { questionMore } from "./question-more.js";

function how(view) {
  const words = { who: nameOf(view.by ?? "attendee"), time: formatTime(view.changed_at) };
  if (view.status === "answered") return _("answered at %(time)s", words);
  if (view.status === "withdrawn") return _("withdrawn by the asker at %(time)s", words);
  if (view.status === "merged")
    return _("%(who)s merged this into No. %(lead)s at %(time)s", { ...words, lead: view.lead });
  const reason = page.session.reasons.find((one) => one.key === view.reason)?.label ?? "";
  const other = view.reason_number ? _("No. %(number)s", { number: view.reason_number }) : "";
  return _("%(who)s declined this at %(time)s: %(reason)s", { ...words, reason: `${reason} ${other}`.trim() });
}

function back(view, isCurrent) {
  if (isClosed()) return nothing;
  const look = isCurrent ? {} : { kind: "text", tab: -1 };
  if (view.status === "declined") return actButton("reconsider", _("Reconsider"), look);
  if (view.status === "answered") return actButton("bring_back", _("Bring back to the screen"), look);
  if (view.status === "merged") return actButton("split", _("Split"), look);
  return nothing;
}

function historyRow(view, isStop) {
  const { number } = view;
  const { isCurrent, isBusy, row, tab } = rowState("history", number, isStop);
  const id = `history-${number}`;
  return html`<li>
    <article class="row" data-row data-number=${number} data-status=${view.status} tabindex=${row} aria-labelledby="${id}-number ${id}" aria-busy=${isBusy ? "true" : nothing} ?data-current=${isCurrent}>
      <div class="row-margin"><span class="number" id="${id}-number">${number}</span></div>
      <div class="row-body">
        ${questionText(view, id)}
        <p class="meta">${statusMark(view.status)}<span>${how(view)}</span></p>
        <div class="row-foot">${askedBy(view, votes(view), isCurrent ? 0 : -1)} <div class="row-acts">${back(view, isCurrent)}${isCurrent ? moreButton(number) : nothing}</div></div>
        ${questionMore(view, tab)} ${noteLine(number)}
      </div>
    </article>
  </li>`;
}

/** The panel, in the place of the queue while it is open. */
export function history() {
  const { status, questions, more, reading, failed } = ui.older;
  const shown = shownViews("history");
  return html`<section class="panel history" data-panel="queue" data-list="history" aria-labelledby="heading-history" aria-busy=${reading ? "true" : nothing}>
    <header class="part-head">
      <h2 id="heading-history" data-heading tabindex="-1">${_("History")}</h2>
      <button type="button" class="button text" data-act="history">${_("Back to the queue")}</button>
    </header>
    <div class="ways" role="group" aria-label=${_("Status")}>
      ${OLDER.map(
        (one) =>
          html`<button type="button" class="way" data-act="older" data-value=${one} aria-pressed=${String(status === one)}>${statusLabel(one)}</button>`,
      )}
    </div>
    <ul class="rows">
      ${repeat(
        shown,
        (view) => view.number,
        (view) => historyRow(view, view.number === tabStop("history", shown)),
      )}
    </ul>
    <div class="rows-end" role="status">
      ${failed ? html`<p>${_("This could not be read. Please try again.")}</p>` : nothing}
      ${!shown.length && !reading && !failed ? html`<p class="empty">${questions.length ? _("Nothing fits the filter.") : _("Nothing here yet.")}</p>` : nothing}
    </div>
    ${more || failed ? html`<button type="button" class="button" data-act=${failed ? "older" : "more"} data-value=${status}>${failed ? _("Try again") : _("Show older")}</button>` : nothing}
  </section>`;
}
