/** The dashboard below the masthead. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { walk } from "../control/popover.js";
import { allViews } from "../model/shown.js";
import { ui } from "../model/ui.js";
import { addPopover } from "./add.js";
import { balance } from "./balance.js";
import { declinePopover } from "./decline.js";
import { findBar } from "./find-bar.js";
import { chairsFoot, keysHelp } from "./footer.js";
import { history } from "./history.js";
import { incoming, queue } from "./lists.js";
import { linkBar } from "./masthead.js";
import { mergePopover } from "./merge.js";
import { noteStrip, notesPopover } from "./notes.js";
import { nowBand } from "./now-band.js";
import { chairMenu } from "./row-menu.js";
import { screenBar } from "./screen.js";

/**
 * @param {string} tab
 * @param {string} words
 * @param {number | null} count
 */
function tabButton(tab, words, count) {
  return html`<button type="button" class="tab" data-act="tab" data-value=${tab} aria-pressed=${String(ui.tab === tab)}>
    ${words}${count === null ? nothing : html` <span class="count">${count}</span>`}
  </button>`;
}

/** Return the buttons that choose the list on a phone. They are hidden on wider screens. */
function tabs() {
  const second = ui.older
    ? tabButton("queue", _("History"), null)
    : tabButton("queue", _("Queue"), ui.state.queue.length);
  return html`<nav class="tabs" aria-label=${_("Lists")} @keydown=${walk}>
    ${tabButton("incoming", _("Incoming"), allViews("incoming").length)} ${second} ${tabButton("balance", _("Balance"), null)}
  </nav>`;
}

/** Return the content of <main>. */
export function chairsPage() {
  return html`${linkBar()} ${screenBar()} ${nowBand()} ${findBar()} ${tabs()}
    <div class="columns" data-tab=${ui.tab}>${incoming()} ${ui.older ? history() : queue()} ${balance()}</div>
    <p class="visually-hidden" role="status">${ui.announcement}</p>
    ${noteStrip()} ${chairsFoot()} ${declinePopover()} ${mergePopover()} ${addPopover()} ${notesPopover()} ${chairMenu()} ${keysHelp()}`;
}
