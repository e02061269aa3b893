/** The script of a panellist's page, which connects the list, the panellist's flags and the stream. */

import { render } from "./shared/render.js";
import { redrawWith } from "./shared/view/original.js";
import { page } from "./shared/page-data.js";
import { anchorScroll } from "./shared/scroll-anchor.js";
import { keepLogin } from "./shared/login.js";
import { themeSwitch } from "./shared/theme.js";
import { flags } from "./panel/flags.js";
import { panelPage } from "./panel/page.js";
import { lostSince, notices } from "./shared/view/notices.js";
import { command, read } from "./shared/stream/http.js";
import { follow } from "./shared/stream/wire.js";

/** @import {StreamState} from "./shared/contracts.d.ts" */

const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
/** @type {StreamState | null} */
let state = null;
/** @type {string | null} */
let since = null;
let wasLive = false;

const myFlags = flags({ initial: page.flags ?? [], send: command, load: () => read("flags"), onChange: draw });

function draw() {
  const present = state;
  if (!present) return;
  anchorScroll(() => {
    render(notices(present.settings, since), part("#bar"));
    render(panelPage(present, myFlags), part("#panel"));
  }, ".item");
}

redrawWith(draw);
follow({
  onState(present) {
    state = present;
    draw();
  },
  onLink(link, lastContact) {
    since = lostSince(link, lastContact);
    // Do not read the flags at the first connection, because the page already contains the current flags.
    if (link === "live" && wasLive) myFlags.refresh();
    wasLive ||= link === "live";
    draw();
  },
  onDefinition: draw,
});
keepLogin();
themeSwitch(part("[data-theme-switch]"));
