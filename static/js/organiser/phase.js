/** The phases with what each means, how long the session still has, and the ways on, each with what it does to people. */

import { html, nothing } from "lit/html.js";
import { remaining } from "../shared/clock.js";
import { _, formatDate, formatMinutes, formatTime, ngettext, now } from "../shared/i18n.js";
import { page } from "../shared/page.js";
import { twoStep } from "./two-step.js";

const PHASES = {
  rehearsal: () => [_("Rehearsal"), _("Everyone can try. All of it is deleted when you open.")],
  open: () => [_("Open"), _("Questions and votes are taken.")],
  paused: () => [_("Paused"), _("No question and no vote is taken. The chairs go on.")],
  closed: () => [_("Closed"), _("Wordings, languages and translations can still be corrected.")],
  purged: () => [_("Purged"), _("Everything that people wrote here is deleted.")],
};

function closing(counts) {
  const waiting = (counts.pending ?? 0) + (counts.approved ?? 0) + (counts.next ?? 0);
  const told = waiting
    ? ngettext(
        "%(n)s question still waits: it is declined with “no time left”, and its asker is told.",
        "%(n)s questions still wait: they are declined with “no time left”, and their askers are told.",
        waiting,
      )
    : _("No question waits.");
  return html`${_("The question on the screen becomes answered.")} ${told}`;
}

const acts = (counts) => ({
  open: {
    label: _("Open the session"),
    confirm: _("Delete the rehearsal and open"),
    done: _("The session is open."),
    kind: "main",
    consequence: _(
      "Every question, vote and log entry of the rehearsal is deleted, and numbers start at 1. Links and settings stay.",
    ),
  },
  resume: {
    what: "open",
    label: _("Open again"),
    confirm: _("Open again"),
    done: _("The session is open."),
    kind: "main",
    consequence: _("Questions and votes are taken again."),
  },
  pause: {
    label: _("Pause"),
    confirm: _("Pause now"),
    done: _("The session is paused."),
    consequence: _(
      "No question and no vote is taken. The chairs go on, and what people are writing stays on their phones.",
    ),
  },
  close: {
    label: _("Close the session"),
    confirm: _("Close now"),
    done: _("The session is closed."),
    consequence: closing(counts),
  },
  reopen: {
    label: _("Reopen"),
    confirm: _("Reopen now"),
    done: _("The session is open."),
    consequence: _(
      "Questions and votes are taken again. What was declined at closing stays declined; the chairs can reconsider it.",
    ),
  },
  purge: {
    label: _("Purge the session"),
    confirm: _("Delete everything for good"),
    done: _("The session is purged."),
    kind: "quiet",
    consequence: _(
      "Every question, vote, translation and log entry is deleted for good, and every link of this session is dead. Export the record first; exports and backups are yours to delete.",
    ),
  },
});

// A rehearsal is ended by opening alone: only that deletes it.
const FROM = {
  rehearsal: ["open"],
  open: ["pause", "close"],
  paused: ["resume", "close"],
  closed: ["reopen", "purge"],
};

/** People were told how long their questions are kept. */
function retention({ purge_due: due, purge_overdue: overdue }) {
  if (!due) return nothing;
  const date = formatDate(due);
  return overdue
    ? html`<p class="overdue"><strong>${_("People were told that their questions are kept until %(date)s. It is time to purge the session.", { date })}</strong></p>`
    : html`<p class="hint">${_("People were told that their questions are kept until %(date)s.", { date })}</p>`;
}

/** Until when, and how much of it is left; nothing where the end is unknown, far away or long past. */
function timeLeft(phase) {
  const left = remaining(page.session.ends, now(), phase);
  if (!left) return nothing;
  const time = formatMinutes(left.minutes);
  const words =
    left.kind === "over"
      ? left.minutes
        ? _("%(time)s over time", { time })
        : _("time is up")
      : _("%(time)s left", { time });
  return html`<p class="time-left" data-kind=${left.kind}><strong>${words}</strong> ${_("until %(time)s", { time: formatTime(page.session.ends) })}</p>`;
}

function step(key, phase) {
  const [name, meaning] = PHASES[key]();
  return html`<li class="step" data-step=${key} aria-current=${key === phase ? "step" : nothing}><strong>${name}</strong> <span>${meaning}</span></li>`;
}

export function phaseSection(state) {
  const { phase, counts } = state;
  const offered = acts(counts);
  // A session that began open, as the demo does, has had no rehearsal.
  const steps = Object.keys(PHASES).filter((key) => key !== "rehearsal" || phase === "rehearsal" || !page.session.demo);
  return html`<section class="part" aria-labelledby="phase-heading">
    <h2 id="phase-heading">${_("Phase")}</h2>
    <ol class="steps" data-phase=${phase}>${steps.map((key) => step(key, phase))}</ol>
    ${timeLeft(phase)} ${phase === "purged" ? nothing : retention(state)}
    <div class="acts">${(FROM[phase] ?? []).map((key) => twoStep({ name: key, what: key, body: {}, ...offered[key] }))}</div>
  </section>`;
}
