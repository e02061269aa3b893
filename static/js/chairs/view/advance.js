/** The button Advance, and the lines that announce the effect of a press. */

/** @import { StatusName } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { statusMark } from "../../shared/view/marks.js";
import { isBandMoving } from "../control/aim.js";
import { isScreenUnsettled } from "../control/screen-guard.js";
import { advancePlan } from "../model/lists.js";
import { ui } from "../model/ui.js";
import { cap, messageLine } from "./row-parts.js";

/**
 * The effect of `advance`.
 * @typedef {ReturnType<typeof advancePlan>} Plan
 */

/**
 * Return the list item that says what Advance would do with one question. If `number` is null, return nothing.
 * @param {number | null} number
 * @param {StatusName} status the status of the question after Advance; the item shows its mark
 * @param {string} words
 */
function consequence(number, status, words) {
  return number === null
    ? nothing
    : html`<li><span class="number">${number}</span>${statusMark(status)}<span>${words}</span></li>`;
}

/**
 * Return the words on the button, which say what a press would do.
 * @param {Plan} plan
 */
function advanceWords(plan) {
  if (plan.live !== null) return _("Advance to No. %(number)s", { number: plan.live });
  if (plan.answered !== null) return _("Finish No. %(number)s", { number: plan.answered });
  return _("Advance");
}

export function advance() {
  const plan = advancePlan(ui.state);
  const isBusy = ui.busy.has("advance");
  const isOff = !plan.possible || isBusy || isBandMoving() || isScreenUnsettled();
  return html`<div class="advance" aria-busy=${isBusy ? "true" : nothing}>
    <button
      type="button"
      class="button main advance-button"
      data-act="advance"
      aria-disabled=${isOff ? "true" : nothing}
      aria-describedby="advance-does"
      aria-keyshortcuts="Shift+Enter"
    ><span>${advanceWords(plan)}</span>${cap(_("⇧ Enter"))}</button>
    <ul id="advance-does" class="advance-does">
      ${consequence(plan.answered, "answered", _("will be marked answered"))} ${consequence(plan.live, "live", _("will go to the screen"))}
      ${consequence(plan.next, "next", _("will be next"))}
      ${plan.possible && plan.live === null ? html`<li>${_("The screen will be empty.")}</li>` : nothing}
      ${plan.possible ? nothing : html`<li>${_("Nothing is waiting.")}</li>`}
    </ul>
    ${messageLine("advance")}
  </div>`;
}
