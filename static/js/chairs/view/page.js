/** The whole dashboard below the masthead. */

import { html, nothing } from "lit/html.js";
import { allViews } from "../model/shown.js";
import { walk } from "../control/popover.js";
import { ui } from "../model/ui.js";
import { _ } from "../../shared/i18n.js";
import { addPopover } from "./add.js";
import { balance } from "./balance.js";
import { chairMenu } from "./row-menu.js";
import { chairsFoot, keysHelp } from "./footer.js";
import { incoming, queue } from "./lists.js";
import { linkBar } from "./masthead.js";
import { declinePopover } from "./decline.js";
import { findBar } from "./find-bar.js";
import { history } from "./history.js";
import { linePopover, lineStrip } from "./notes.js";
import { mergePopover } from "./merge.js";
import { nowBand } from "./now-band.js";
import { screenBar } from "./screen.js";

/** On a phone one list at a time; hidden on wider screens. */
function tabs() {
  const choices = [
    ["incoming", _("Incoming"), allViews("incoming").length],
    ["queue", ui.older ? _("History") : _("Queue"), ui.older ? null : ui.state.queue.length],
    ["balance", _("Balance"), null],
  ];
  return html`<nav class="tabs" aria-label=${_("Lists")} @keydown=${walk}>
    ${choices.map(
      ([tab, words, count]) =>
        html`<button type="button" class="tab" data-act="tab" data-value=${tab} aria-pressed=${String(ui.tab === tab)}>
          ${words}${count === null ? nothing : html` <span class="count">${count}</span>`}
        </button>`,
    )}
  </nav>`;
}

/** Everything inside <main>. */
export function chairsPage() {
  return html`${linkBar()} ${screenBar()} ${nowBand()} ${findBar()} ${tabs()}
    <div class="columns" data-tab=${ui.tab}>${incoming()} ${ui.older ? history() : queue()} ${balance()}</div>
    <p class="visually-hidden" role="status">${ui.said}</p>
    ${lineStrip()} ${chairsFoot()} ${declinePopover()} ${mergePopover()} ${addPopover()} ${linePopover()} ${chairMenu()} ${keysHelp()}`;
}
