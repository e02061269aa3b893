/** The organiser's page, drawn from its state. */

import { html } from "lit/html.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { checklistSection } from "./checklist.js";
import { entryCodesSection } from "./entry-codes.js";
import { chairNotesSection } from "./notes.js";
import { overduePurge, phaseSection } from "./phase.js";
import { recordSection } from "./record.js";
import { scheduleSection } from "./schedule.js";
import { seatSections } from "./seats.js";
import { STATUSES } from "./status-words.js";
import { switchSections } from "./switches.js";
import { ui } from "./ui.js";

/** @import {OrganiserState} from "../shared/contracts.d.ts" */

/**
 * Return the section with the numbers of questions by status.
 * @param {OrganiserState} state
 */
function countsSection({ counts }) {
  return html`<section class="part" aria-labelledby="counts-heading">
    <h2 id="counts-heading">${_("Questions")}</h2>
    <dl class="counts">${STATUSES.map(
      ([status, label]) => html`<div>
      <dt>${statusMark(status)}<span>${label()}</span></dt><dd data-count=${status}>${formatNumber(counts[status] ?? 0)}</dd>
    </div>`,
    )}</dl>
  </section>`;
}

/**
 * Return the element with the outcome of the last command. The element always exists, so that a screen reader announces
 * each change.
 */
function outcome() {
  return html`<div class="outcome" tabindex="-1"><p role="status">${ui.outcome}</p><p class="error" role="alert">${ui.refusal}</p></div>`;
}

/**
 * Return the content of the organiser's page.
 * @param {OrganiserState} state
 */
export function organiserPage(state) {
  if (state.phase === "purged") return html`${outcome()} ${phaseSection(state)}`;
  return html`${outcome()} ${overduePurge(state)} ${checklistSection(state)}
    <div class="columns">
      <div>${phaseSection(state)} ${scheduleSection(state)} ${chairNotesSection(state)} ${countsSection(state)} ${switchSections(state)}</div>
      <div>${seatSections(state)} ${entryCodesSection(state)} ${recordSection()}</div>
    </div>`;
}
