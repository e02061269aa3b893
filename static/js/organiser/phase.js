/**
 * The phases with their meaning, the planned times, and the acts that change the phase. Each act has a sentence about
 * its consequence.
 */

import { html, nothing } from "lit/html.js";
import { _, formatDate, ngettext } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { joinSentences } from "../shared/sentences.js";
import { earlyOpening, times } from "./times.js";
import { twoStep } from "./two-step.js";

/** @import {OrganiserState, PhaseName} from "../shared/contracts.d.ts" */
/** @import {TwoStep} from "./two-step.js" */

/**
 * An act that changes the phase. `resume`: the act `open` in a paused session.
 * @typedef {"open" | "resume" | "pause" | "close" | "reopen" | "purge"} PhaseStep
 */

/** @type {[PhaseName, () => [name: string, meaning: string]][]} */
const PHASES = [
  ["rehearsal", () => [_("Rehearsal"), _("Everyone can try. All of it is deleted when you open.")]],
  ["open", () => [_("Open"), _("Questions and votes are accepted.")]],
  ["paused", () => [_("Paused"), _("Nobody can ask or vote. The chairs can continue.")]],
  ["closed", () => [_("Closed"), _("Wordings, languages and translations can still be corrected.")]],
  ["purged", () => [_("Purged"), _("Everything that people wrote here is deleted.")]],
];

/**
 * Return the sentences that say what happens when the session is closed.
 * @param {OrganiserState["counts"]} counts
 */
function closing(counts) {
  const waiting = (counts.pending ?? 0) + (counts.approved ?? 0) + (counts.next ?? 0);
  const declined = waiting
    ? ngettext(
        "%(n)s question is still waiting. It will be declined with “no time left”, and its asker will be told.",
        "%(n)s questions are still waiting. They will be declined with “no time left”, and their askers will be told.",
        waiting,
      )
    : _("No questions are waiting.");
  return counts.live ? joinSentences(_("The question on the screen will be marked answered."), declined) : declined;
}

/**
 * Return the sentences that say what happens when the session is opened.
 * @param {string | null} starts
 */
function opening(starts) {
  const early = earlyOpening(starts);
  const deleted = _(
    "Every question, vote and log entry of the rehearsal is deleted, and numbers start at 1. Links, settings and imported questions stay.",
  );
  return early ? html`<strong data-early>${early}</strong> ${deleted}` : deleted;
}

/**
 * Return the two-step button of each act that changes the phase.
 * @param {OrganiserState} state
 * @returns {Record<PhaseStep, Omit<TwoStep, "name" | "body">>}
 */
const steps = ({ counts, starts }) => ({
  open: {
    act: "open",
    label: _("Open the session"),
    confirm: _("Delete the rehearsal and open"),
    done: _("The session is open."),
    kind: "main",
    consequence: opening(starts),
  },
  resume: {
    act: "open",
    label: _("Open again"),
    confirm: _("Open again"),
    done: _("The session is open."),
    kind: "main",
    consequence: _("Questions and votes are accepted again."),
  },
  pause: {
    act: "pause",
    label: _("Pause"),
    confirm: _("Pause now"),
    done: _("The session is paused."),
    consequence: _("Nobody can ask or vote. The chairs can continue. Unsent texts stay on people's phones."),
  },
  close: {
    act: "close",
    label: _("Close the session"),
    confirm: _("Close now"),
    done: _("The session is closed."),
    consequence: closing(counts),
  },
  reopen: {
    act: "reopen",
    label: _("Reopen"),
    confirm: _("Reopen now"),
    done: _("The session is open."),
    consequence: _(
      "Questions and votes are accepted again. What was declined at closing stays declined; the chairs can reconsider it.",
    ),
  },
  purge: {
    act: "purge",
    label: _("Purge the session"),
    confirm: _("Delete everything for good"),
    done: _("The session is purged."),
    kind: "quiet",
    consequence: _(
      "Every question, vote, translation and log entry will be deleted for good, and every link of this session will stop working. Export the record first. You must delete exports and backups yourself.",
    ),
  },
});

/**
 * @type {Partial<Record<PhaseName, PhaseStep[]>>} Only `open` ends a rehearsal, because only `open` deletes the
 *   rehearsal's data.
 */
const FROM = {
  rehearsal: ["open"],
  open: ["pause", "close"],
  paused: ["resume", "close"],
  closed: ["reopen", "purge"],
};

/**
 * Return the sentence that says when the session is purged automatically. If there is no automatic purge, the sentence
 * says until when the questions are kept. If the purge is overdue, return nothing, because the page then shows the
 * result of `overduePurge` at its top.
 * @param {OrganiserState} state
 */
function retention({ purge_due: due, purge_overdue: isOverdue, purge_automatic: automatic }) {
  if (automatic)
    return html`<p class="hint"><strong>${_("Everything is deleted automatically on %(date)s, as people were told. Export the record before.", { date: formatDate(automatic) })}</strong></p>`;
  if (!due || isOverdue) return nothing;
  return html`<p class="hint">${_("People were told that their questions are kept until %(date)s.", { date: formatDate(due) })}</p>`;
}

/**
 * Return the notice about an overdue purge. While the session is not closed, the notice also asks the organiser to
 * close it, because only a closed session can be purged.
 * @param {OrganiserState} state
 */
export function overduePurge({ phase, purge_due: due, purge_overdue: isOverdue, purge_automatic: automatic }) {
  if (!due || !isOverdue || automatic || phase === "purged") return nothing;
  const promise = _("People were told that their questions are kept until %(date)s. It is time to purge the session.", {
    date: formatDate(due),
  });
  const next = phase === "closed" ? "" : _("Close the session first.");
  return html`<p class="overdue"><strong>${_("Purge overdue")}</strong> ${joinSentences(promise, next)}</p>`;
}

/**
 * Return the section with the phases and the acts that change the phase.
 * @param {OrganiserState} state
 */
export function phaseSection(state) {
  const { phase } = state;
  const offered = steps(state);
  // A demo session starts open, so it has no rehearsal.
  const hasRehearsal = phase === "rehearsal" || !page.session.demo;
  const shown = PHASES.filter(([key]) => key !== "rehearsal" || hasRehearsal);
  return html`<section class="part" aria-labelledby="phase-heading">
    <h2 id="phase-heading">${_("Phase")}</h2>
    <ol class="steps" data-phase=${phase}>${shown.map(([key, words]) => {
      const [name, meaning] = words();
      return html`<li class="step" data-step=${key} aria-current=${key === phase ? "step" : nothing}><strong>${name}</strong> <span>${meaning}</span></li>`;
    })}</ol>
    ${times(state)} ${phase === "purged" ? nothing : retention(state)}
    <div class="acts">${(FROM[phase] ?? []).map((name) => twoStep({ name, body: {}, ...offered[name] }))}</div>
  </section>`;
}
