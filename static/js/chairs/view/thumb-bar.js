/**
 * The bar at the bottom of a phone. The bar shows the acts on one question of Incoming (`thumbTarget`). If
 * `thumbTarget` finds no question, the bar shows the button Advance.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { thumbTarget, viewOf } from "../model/shown.js";
import { ui } from "../model/ui.js";
import { advance } from "./advance.js";
import { actButton, moreButton } from "./row-parts.js";

/**
 * Return the buttons of a pending question in the bar.
 * @param {ChairsQuestion} view
 */
function incomingActs({ number }) {
  return html`<div class="thumb-acts" data-list="incoming" data-number=${number} aria-busy=${ui.busy.has(number) ? "true" : nothing}>
    ${moreButton(number)} ${actButton("decline", _("Decline…"), { popup: "dialog" })}
    ${actButton("approve", _("Approve %(number)s", { number }), { kind: "main" })}
  </div>`;
}

function advanceActs() {
  const { current } = ui;
  const list = current?.list === "history" || current?.list === "queue" ? current.list : null;
  const hasMenu = list && ui.tab === "queue" && viewOf(current ?? {});
  return html`<div class="thumb-acts" data-list=${hasMenu ? list : nothing} data-number=${hasMenu ? current?.number : nothing}>
    ${hasMenu && current ? moreButton(current.number) : nothing} ${advance()}
  </div>`;
}

/** Return the bar if the window has the width of a phone (`ui.isPhone`); otherwise `nothing`. */
export function thumbBar() {
  if (!ui.isPhone) return nothing;
  const view = thumbTarget();
  return html`<div class="thumb-bar" role="group" aria-label=${_("The current question")}>${view ? incomingActs(view) : advanceActs()}</div>`;
}
