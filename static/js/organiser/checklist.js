/** The checklist of the rehearsal: the organiser's steps before the opening of the session, in order. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";

/** @import {OrganiserState} from "../shared/contracts.d.ts" */

/**
 * @typedef {object} ChecklistItem
 * @property {string} name the name of the step
 * @property {string} label
 * @property {string} address of the page on which the organiser does the step
 * @property {string} words the state of the step
 * @property {boolean} isDone
 */

/**
 * Return the steps of the checklist. Return [] after the rehearsal.
 * @param {OrganiserState} state
 * @returns {ChecklistItem[]}
 */
export function checklist({ preparation, starts, ends, seats, session, links }) {
  if (!preparation) return [];
  const { titles_missing: titles, imported, tried } = preparation;
  const missing = [
    ...(titles ? [ngettext("%(n)s title missing", "%(n)s titles missing", titles)] : []),
    ...(starts && ends ? [] : [_("date and time missing")]),
  ];
  const staff = seats.filter(({ seat, revoked }) => seat !== "attendee" && seat !== "organiser" && !revoked);
  const unopened = staff.filter((seat) => !seat.first_opened).length;
  const address = (/** @type {string} */ name) => `/s/${session}/${name}`;
  return [
    {
      name: "setup",
      label: _("Set-up"),
      address: address("setup"),
      words: missing.join(", ") || _("done"),
      isDone: !missing.length,
    },
    {
      name: "import",
      label: _("Import questions"),
      address: address("import"),
      words: imported
        ? ngettext("%(n)s question", "%(n)s questions", imported, { n: formatNumber(imported) })
        : _("if people sent some before"),
      isDone: imported > 0,
    },
    {
      name: "handout",
      label: _("Hand out the links"),
      address: address("handout"),
      words: unopened
        ? ngettext("%(n)s link not opened yet", "%(n)s links not opened yet", unopened, { n: formatNumber(unopened) })
        : _("all links opened"),
      isDone: !unopened,
    },
    {
      name: "rehearse",
      label: _("Rehearse"),
      address: links.attendee,
      words: tried
        ? ngettext("%(n)s question", "%(n)s questions", tried, { n: formatNumber(tried) })
        : _("ask a question from a phone"),
      isDone: tried > 0,
    },
    {
      name: "open",
      label: _("Open the session"),
      address: "#phase-heading",
      words: _("when the session begins"),
      isDone: false,
    },
  ];
}

/** @param {OrganiserState} state */
export function checklistSection(state) {
  const items = checklist(state);
  if (!items.length) return nothing;
  return html`<nav class="checklist" aria-labelledby="checklist-heading">
    <h2 id="checklist-heading">${_("What is left to do")}</h2>
    <ol>${items.map(
      ({ name, label, address, words, isDone }) => html`<li data-item=${name} ?data-done=${isDone}>
      <a href=${address} target=${name === "rehearse" ? "_blank" : nothing}><span class="check" aria-hidden="true">${isDone ? "✓" : ""}</span><span><strong>${label}</strong> <span class="hint">${words}</span></span></a>
    </li>`,
    )}</ol>
  </nav>`;
}
