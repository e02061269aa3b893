/** The organiser's page as a function of what is known. */

import { html } from "lit/html.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { lineSection } from "./notes.js";
import { phaseSection } from "./phase.js";
import { recordSection } from "./record.js";
import { seatSections } from "./seats.js";
import { switchSections } from "./switches.js";

const STATUSES = {
  pending: () => _("Incoming"),
  approved: () => _("Approved"),
  next: () => _("Next"),
  live: () => _("Now"),
  answered: () => _("Answered"),
  merged: () => _("Merged"),
  declined: () => _("Declined"),
  withdrawn: () => _("Withdrawn"),
};

function countsSection({ counts }) {
  return html`<section class="part" aria-labelledby="counts-heading">
    <h2 id="counts-heading">${_("Questions")}</h2>
    <dl class="counts">${Object.entries(STATUSES).map(
      ([status, label]) => html`<div>
      <dt>${statusMark(status)}<span>${label()}</span></dt><dd data-count=${status}>${formatNumber(counts[status] ?? 0)}</dd>
    </div>`,
    )}</dl>
  </section>`;
}

/** What the last command did, in a place that is always there, so that it is spoken and never taken away by time. */
function outcome({ said, refused }) {
  return html`<div class="outcome" tabindex="-1"><p role="status">${said}</p><p class="error" role="alert">${refused}</p></div>`;
}

export function organiserPage(ui) {
  if (ui.state.phase === "purged") return html`${outcome(ui)} ${phaseSection(ui.state)}`;
  return html`${outcome(ui)}
    <div class="columns">
      <div>${phaseSection(ui.state)} ${lineSection(ui.state)} ${countsSection(ui.state)} ${switchSections(ui.state)}</div>
      <div>${seatSections(ui.state)} ${recordSection()}</div>
    </div>`;
}
