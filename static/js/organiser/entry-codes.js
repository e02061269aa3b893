/**
 * The entry codes of a session for invited people: the counts of the codes, the form for new codes, and the revocation
 * of a code.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, formatNumber } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { twoStep } from "./two-step.js";
import { change, ui } from "./ui.js";

/** @import {EntryCodeCounts, OrganiserState} from "../shared/contracts.d.ts" */

const MOST = 200; // Maximum number of codes on one sheet, as on the server (moderation/web/pages/entering.py).

/**
 * Return the numbers of created, used and revoked codes.
 * @param {EntryCodeCounts} counts
 */
function figures({ created, used, revoked }) {
  /** @type {[name: string, label: string, figure: number][]} */
  const rows = [
    ["created", _("Codes made"), created],
    ["used", _("Used"), used],
    ["revoked", _("Revoked"), revoked],
  ];
  return html`<dl class="counts">${rows.map(
    ([name, label, figure]) =>
      html`<div><dt>${label}</dt><dd data-entry-count=${name}>${formatNumber(figure)}</dd></div>`,
  )}</dl>`;
}

/**
 * Return the form for new codes. The server answers with a page of the new codes, and never sends these codes again.
 * The page opens in a new tab, so that the organiser's page stays open.
 */
function makeForm() {
  return html`<form class="entry-form" method="post" action=${`/s/${page.session.code}/organiser/entry-codes`} target="_blank" rel="noopener">
    <label for="entry-count">${_("Number of new codes")}</label>
    <input class="field" id="entry-count" name="count" type="number" inputmode="numeric" min="1" max=${MOST} value="50" required />
    <div class="acts">
      <button class="button" name="format" value="html">${_("Make and print")}</button>
      <button class="button" name="format" value="csv">${_("Make as CSV")}</button>
    </div>
    <p class="hint">${_("The new codes are shown once, in a new tab. The server keeps no copy.")}</p>
  </form>`;
}

function revokeForm() {
  const number = Number(ui.entryNumber) || 0;
  const onInput = (/** @type {Event & {currentTarget: HTMLInputElement}} */ { currentTarget }) =>
    change({ entryNumber: currentTarget.value, openStep: null });
  return html`<div class="entry-form">
    <label for="entry-number">${_("Number on the card of a lost or moved code")}</label>
    <input class="field" id="entry-number" type="number" inputmode="numeric" min="1" .value=${live(ui.entryNumber)} @input=${onInput} />
    <div class="acts">${twoStep({
      name: "revoke-entry-code",
      act: "revoke_entry_code",
      body: { number },
      label: _("Revoke this code"),
      confirm: _("Revoke now"),
      kind: "quiet",
      consequence: _(
        "Nobody can ask or vote with code No. %(number)s any more. Questions and votes given with it stay. Make a new code for a new phone.",
        { number },
      ),
      done: _("Code No. %(number)s is revoked.", { number }),
    })}</div>
  </div>`;
}

/** @param {OrganiserState} state */
export function entryCodesSection({ entry_codes: counts, phase }) {
  if (!counts) return nothing;
  return html`<section class="part" aria-labelledby="entry-codes-heading">
    <h2 id="entry-codes-heading">${_("Entry codes")}</h2>
    <p class="hint">${_("Only people with a code may ask and vote. Everybody can read.")}</p>
    ${figures(counts)}
    ${phase === "closed" ? nothing : makeForm()}
    ${revokeForm()}
  </section>`;
}
