/** The organiser's page: wiring only. There is no stream here: the state is read after each command and every ten seconds. */

import { render } from "lit/html.js";
import { drawWith, refresh, ui } from "./organiser/ui.js";
import { organiserPage } from "./organiser/page.js";
import { themeSwitch } from "./shared/theme.js";
import { notices } from "./shared/view/notices.js";

const EVERY = 10_000;

drawWith(() => {
  render(notices({}, ui.since), document.querySelector("#bar"));
  if (ui.state) render(organiserPage(ui), document.querySelector("#organiser"));
  document.documentElement.dataset.read = ui.reads;
});

refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, EVERY);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
themeSwitch(document.querySelector("[data-theme-switch]"));
