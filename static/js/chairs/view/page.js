/** The dashboard below the masthead. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { walk } from "../control/popover.js";
import { isNextUnsettled, isScreenUnsettled } from "../control/screen-guard.js";
import { allViews } from "../model/shown.js";
import { ui } from "../model/ui.js";
import { addPopover } from "./add.js";
import { advance } from "./advance.js";
import { balance } from "./balance.js";
import { declinePopover } from "./decline.js";
import { findBar } from "./find-bar.js";
import { chairsFoot, keysHelp } from "./footer.js";
import { history } from "./history.js";
import { kindsPopover } from "./kinds.js";
import { incoming, queue } from "./lists.js";
import { linkBar } from "./masthead.js";
import { mergePopover } from "./merge.js";
import { newcomersBar } from "./newcomers.js";
import { notesPopover } from "./notes.js";
import { nextPart, nowPart, tallPart } from "./now-band.js";
import { chairMenu } from "./row-menu.js";
import { rulePopover } from "./rule.js";
import { screenBar } from "./screen.js";
import { stageLanguagesPopover } from "./stage-languages.js";
import { termPopover } from "./term.js";

/**
 * Return the button that shows a list on a phone.
 * @param {string} tab
 * @param {string} words
 * @param {number | null} count
 */
function tabButton(tab, words, count) {
  return html`<button type="button" class="tab" data-act="tab" data-value=${tab} aria-pressed=${String(ui.tab === tab)}>
    ${words}${count === null ? nothing : html` <span class="count">${count}</span>`}
  </button>`;
}

/** Return the buttons that choose the list. Only the layout for a phone has these buttons. */
function tabs() {
  const second = ui.older
    ? tabButton("queue", _("History"), null)
    : tabButton("queue", _("Queue"), ui.state.queue.length);
  return html`<nav class="tabs" aria-label=${_("Lists")} @keydown=${walk}>
    ${tabButton("incoming", _("Incoming"), allViews("incoming").length)} ${second} ${tabButton("balance", _("Balance"), null)}
  </nav>`;
}

/**
 * Return the main parts of the page: *Now*, *Next*, the lists and the balance. A phone shows these parts in one column.
 * A wider screen shows them in three columns. The order in the document is the order on the screen.
 */
function columns() {
  const second = ui.older ? history() : queue();
  const isUnsettled = isScreenUnsettled() || isNextUnsettled();
  if (ui.isPhone) {
    return html`<div class="columns" data-tab=${ui.tab} ?data-unsettled=${isUnsettled}>${nowPart()} ${nextPart()} ${tabs()} ${incoming()} ${second} ${balance()}</div>`;
  }
  return html`<div class="columns" data-tall=${tallPart() ?? nothing} ?data-unsettled=${isUnsettled}>
    <div class="stack">${nowPart()} ${incoming()}</div>
    <div class="stack">${nextPart()} ${second}</div>
    <div class="rail">${advance()} ${balance()}</div>
  </div>`;
}

/** Return the content of <main>. */
export function chairsPage() {
  return html`${linkBar()} ${screenBar()} ${newcomersBar()} ${findBar()} ${columns()}
    <p class="visually-hidden" role="status">${ui.announcement}</p>
    ${chairsFoot()} ${declinePopover()} ${kindsPopover()} ${stageLanguagesPopover()} ${mergePopover()} ${addPopover()} ${termPopover()} ${notesPopover()} ${chairMenu()} ${rulePopover()} ${keysHelp()}`;
}
