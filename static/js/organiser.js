/** The organiser's page. It has no stream: the state is read after each command and every 10 s. */

import { render } from "lit/html.js";
import { drawWith, refresh, ui } from "./organiser/ui.js";
import { organiserPage } from "./organiser/page.js";
import { themeSwitch } from "./shared/theme.js";
import { notices } from "./shared/view/notices.js";

const EVERY = 10_000; // ms
const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

drawWith(() => {
  render(notices({}, ui.since), part("#bar"));
  if (ui.state) render(organiserPage(ui.state), part("#organiser"));
  document.documentElement.dataset.read = String(ui.reads);
});

function refreshVisible() {
  if (!document.hidden) refresh();
}
refresh();
setInterval(refreshVisible, EVERY);
document.addEventListener("visibilitychange", refreshVisible);
themeSwitch(part("[data-theme-switch]"));
