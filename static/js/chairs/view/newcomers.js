/**
 * The bar under the masthead with the number of new phones and the switch "new phones wait". While the switch is on,
 * questions from new phones wait until a chair releases them.
 */

/** @import { Newcomers } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _, formatTime, ngettext } from "../../shared/i18n.js";
import { meterOf, waitingForRelease } from "../model/kinds.js";
import { isClosed, ui } from "../model/ui.js";

/**
 * Return the figures of the bar in words: the number of new phones, and the number of their questions.
 * @param {Newcomers} meter
 * @param {string | null | undefined} heldFrom
 */
function figures({ since, phones, per_minute: perMinute, pending, held }, heldFrom) {
  const time = since && formatTime(since);
  const sinceWords = ngettext("%(n)s new phone since %(time)s", "%(n)s new phones since %(time)s", phones, { time });
  return html`${time && since !== heldFrom ? html`<b>${sinceWords}</b>` : nothing}
    ${phones > 1 && !heldFrom && !ui.isPhone ? html`<span>${_("up to %(n)s in a minute", { n: perMinute })}</span>` : nothing}
    ${pending ? html`<span>${ngettext("%(n)s question in Incoming", "%(n)s questions in Incoming", pending)}</span>` : nothing}
    ${held ? html`<span>${waitingForRelease(held)}</span>` : nothing}`;
}

/**
 * Return the button that turns the switch "new phones wait" on or off. When the chair turns it on, it applies to all
 * phones that arrived in the minute `since` or later. If `since` is "", it applies to the phones that arrive in the
 * current minute or later.
 * @param {string | null | undefined} heldFrom
 * @param {string} since the minute since which unusually many new phones have come, or ""
 */
function switchButton(heldFrom, since) {
  const busy = ui.busy.has("newcomers") ? "true" : nothing;
  if (heldFrom)
    return html`<button type="button" class="button" data-act="admit_newcomers" aria-busy=${busy}>${_("Let new phones in")}</button>`;
  const words = since ? _("Let phones since %(time)s wait", { time: formatTime(since) }) : _("Let new phones wait");
  return html`<button type="button" class="button" data-act="hold_newcomers" data-value=${since} aria-busy=${busy}>${words}</button>`;
}

/** Return the buttons of the bar. On a phone, the bar has only the first button, which opens a dialog with all acts. */
function barActs() {
  const heldFrom = ui.state.settings.newcomers_held_from;
  const meter = meterOf(ui.state);
  return html`<div class="newcomers-acts">
    <button type="button" class="button" data-act="meter_kinds" aria-haspopup="dialog">${_("Several questions…")}</button>
    ${ui.isPhone ? nothing : html`${heldButton()} ${switchButton(heldFrom, meter?.since ?? "")}`}
  </div>`;
}

/** Return the button that shows the questions waiting for release; nothing if no question waits. */
export function heldButton() {
  if (!meterOf(ui.state)?.held) return nothing;
  return html`<button type="button" class="button" data-act="show_held">${_("Show those that wait")}</button>`;
}

/**
 * Return the bar. The bar is empty in a closed session. The bar is also empty while the switch is off and the server
 * sends no figures about new phones.
 */
export function newcomersBar() {
  const { newcomers_held_from: heldFrom } = ui.state.settings;
  const meter = meterOf(ui.state);
  const error = ui.messages.get("newcomers");
  const isShown = (meter !== null || heldFrom) && !isClosed();
  const title = heldFrom ? _("New phones wait") : _("New phones");
  // This text must contain no figures, because a screen reader reads the text again at each change.
  return html`<div class="visually-hidden" role="status">${isShown ? title : nothing}</div>
    ${
      isShown
        ? html`<section class="phase-bar newcomers-bar" aria-label=${title}>
      <p>${heldFrom ? html`<b class="newcomers-wait">${_("New phones wait since %(time)s", { time: formatTime(heldFrom) })}</b>` : nothing}
        ${meter ? figures(meter, heldFrom) : nothing}${error ? html`<span class="error">${error}</span>` : nothing}</p>
      ${barActs()}
    </section>`
        : nothing
    }`;
}
