/**
 * The organiser's page. The page has no stream. The visible page reads the state every 10 s. The page also reads the
 * state after each command.
 */

import { drawWith, refresh, refreshShownAgain, ui } from "./organiser/ui.js";
import { organiserPage } from "./organiser/page.js";
import { whenShownAgain } from "./shared/page-life.js";
import { render } from "./shared/render.js";
import { keepAddressClean } from "./shared/secret-link.js";
import { enterSeat } from "./shared/stream/http.js";
import { keepLogin } from "./shared/login.js";
import { themeSwitch } from "./shared/theme.js";
import { notices } from "./shared/view/notices.js";

const EVERY = 10_000; // ms
const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

drawWith(() => {
  render(notices({}, ui.since), part("#bar"));
  if (ui.state) render(organiserPage(ui.state), part("#organiser"));
  document.documentElement.dataset.read = String(ui.reads);
});

// If the organiser pastes a renewed link into the address bar of this page, log in with the link's secret.
keepAddressClean(async (secret) => {
  if (await enterSeat(secret)) refresh();
});

refresh();
setInterval(() => {
  if (!document.hidden) refresh();
}, EVERY);
whenShownAgain(refreshShownAgain);
keepLogin();
themeSwitch(part("[data-theme-switch]"));
