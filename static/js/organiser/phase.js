/** The phase and the ways on from it, each with what it does to people. */

import { html, nothing } from "lit/html.js";
import { _, formatDate, ngettext } from "../lib/i18n.js";
import { page } from "../lib/page.js";
import { twoStep } from "./two-step.js";

const PHASES = {
  rehearsal: () => [_("Rehearsal"), _("Everyone can try. All of it is deleted when you open.")],
  open: () => [_("Open"), _("Questions and votes are taken.")],
  paused: () => [_("Paused"), _("No question and no vote is taken. The chairs go on.")],
  closed: () => [_("Closed"), _("Only the language of a question can still be corrected.")],
  purged: () => [_("Purged"), _("Everything that people wrote here is deleted.")],
};

function closing(counts) {
  const waiting = (counts.pending ?? 0) + (counts.approved ?? 0) + (counts.next ?? 0);
  const told = waiting
    ? ngettext("%(n)s question still waits: it is declined with “no time left”, and its asker is told.", "%(n)s questions still wait: they are declined with “no time left”, and their askers are told.", waiting)
    : _("No question waits.");
  return html`${_("The question on the screen becomes answered.")} ${told}`;
}

const acts = (counts) => ({
  open: {
    label: _("Open the session"), confirm: _("Delete the rehearsal and open"), done: _("The session is open."), kind: "main",
    consequence: _("Every question, vote and log entry of the rehearsal is deleted, and numbers start at 1. Links and settings stay."),
  },
  resume: {
    what: "open", label: _("Open again"), confirm: _("Open again"), done: _("The session is open."), kind: "main",
    consequence: _("Questions and votes are taken again."),
  },
  pause: {
    label: _("Pause"), confirm: _("Pause now"), done: _("The session is paused."),
    consequence: _("No question and no vote is taken. The chairs go on, and what people are writing stays on their phones."),
  },
  close: { label: _("Close the session"), confirm: _("Close now"), done: _("The session is closed."), consequence: closing(counts) },
  reopen: {
    label: _("Reopen"), confirm: _("Reopen now"), done: _("The session is open."),
    consequence: _("Questions and votes are taken again. What was declined at closing stays declined; the chairs can reconsider it."),
  },
  purge: {
    label: _("Purge the session"), confirm: _("Delete everything for good"), done: _("The session is purged."), kind: "quiet",
    consequence: _("Every question, vote, translation and log entry is deleted for good, and every link of this session is dead. Export the record first; exports and backups are yours to delete."),
  },
});

// A rehearsal is ended by opening alone: only that deletes it.
const FROM = { rehearsal: ["open"], open: ["pause", "close"], paused: ["resume", "close"], closed: ["reopen", "purge"] };

/** People were told how long their questions are kept. */
function retention({ purge_due: due, purge_overdue: overdue }) {
  if (!due) return nothing;
  const date = formatDate(due);
  return overdue
    ? html`<p class="overdue"><strong>${_("People were told that their questions are kept until %(date)s. It is time to purge the session.", { date })}</strong></p>`
    : html`<p class="hint">${_("People were told that their questions are kept until %(date)s.", { date })}</p>`;
}

export function phaseSection(state) {
  const { phase, counts } = state;
  const [name, meaning] = PHASES[phase]?.() ?? [phase, ""];
  const offered = acts(counts);
  return html`<section class="part" aria-labelledby="phase-heading">
    <h2 id="phase-heading">${_("Phase")}</h2>
    <p class="phase" data-phase=${phase}><strong>${name}</strong> ${meaning}</p>
    ${phase === "purged" ? nothing : retention(state)}
    <div class="acts">${(FROM[phase] ?? []).map((key) => twoStep({ name: key, what: key, body: {}, ...offered[key] }))}</div>
  </section>`;
}

const FORMATS = { html: () => _("Report to print"), xlsx: () => "XLSX", csv: () => "CSV", json: () => "JSON" };

/** What remains: the public ledger, and the record as files. */
export function recordSection() {
  const file = (form) => `/api/s/${page.session.code}/organiser/export?format=${form}${form === "html" ? `&lang=${page.lang}` : ""}`;
  return html`<section class="part" aria-labelledby="record-heading">
    <h2 id="record-heading">${_("Record")}</h2>
    <p class="hint">${_("The ledger is public: it says who was heard, and names no one. The files are for you; the report shows only what was on the screen.")}</p>
    <p class="acts"><a class="button" href=${`/s/${page.session.code}/ledger`}>${_("Who was heard")}</a>
      ${Object.entries(FORMATS).map(([form, label]) => html`<a class="button text" href=${file(form)} download data-export=${form}>${label()}</a>`)}</p>
  </section>`;
}
