/** A panellist's page: wiring only. */

import { render } from "lit/html.js";
import { redrawWith } from "./shared/view/original.js";
import { page } from "./shared/page.js";
import { steady } from "./shared/steady.js";
import { themeSwitch } from "./shared/theme.js";
import { flags } from "./panel/flags.js";
import { panelPage } from "./panel/page.js";
import { lostSince, notices } from "./shared/view/notices.js";
import { command, follow, read } from "./shared/stream/wire.js";

let state = null;
let since = null;
let wasLive = false;

const taken = flags({ initial: page.flags, send: command, load: () => read("flags"), onChange: draw });

function draw() {
  if (!state) return;
  steady(() => {
    render(notices(state.settings, since), document.querySelector("#bar"));
    render(panelPage(state, taken), document.querySelector("#panel"));
  }, ".item");
}

redrawWith(draw);
follow({
  onState(present) {
    state = present;
    draw();
  },
  onLink(link) {
    since = lostSince(link, since);
    if (link === "live" && wasLive) taken.refresh(); // the page came with what was marked before
    wasLive ||= link === "live";
    draw();
  },
});
themeSwitch(document.querySelector("[data-theme-switch]"));
