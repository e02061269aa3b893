/** A panellist's page: wiring only. */

import { render } from "lit/html.js";
import { redrawWith } from "./elements/original.js";
import { themeSwitch } from "./lib/theme.js";
import { panelPage } from "./panel/page.js";
import { lostSince, notices } from "./stage/notices.js";
import { follow } from "./wire.js";

let state = null;
let since = null;

function draw() {
  if (!state) return;
  render(notices(state.settings, since), document.querySelector("#bar"));
  render(panelPage(state), document.querySelector("#panel"));
}

redrawWith(draw);
follow({
  onState(present) {
    state = present;
    draw();
  },
  onLink(link) {
    since = lostSince(link, since);
    draw();
  },
});
themeSwitch(document.querySelector("[data-theme-switch]"));
