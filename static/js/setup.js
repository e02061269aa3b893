/**
 * The set-up page, on which the organiser edits the definition of the session. The page saves the fields while the
 * organiser edits them.
 */

import { setupFoot, setupForm, setupIndex } from "./setup/page.js";
import { followLanguage, preview, previewWith } from "./setup/preview.js";
import { drawWith, keepCurrent, refresh, setup } from "./setup/store.js";
import { guardLeaving } from "./shared/leave-guard.js";
import { keepLogin } from "./shared/login.js";
import { whenShownAgain } from "./shared/page-life.js";
import { render } from "./shared/render.js";
import { keepAddressClean } from "./shared/secret-link.js";
import { enterSeat } from "./shared/stream/http.js";
import { themeSwitch } from "./shared/theme.js";

const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

function draw() {
  if (!setup.state) return;
  render(setupIndex(), part("#index"));
  render(setupForm(), part("#form"));
  render(preview(), part("#preview"));
  render(setupFoot(), part("#foot"));
  document.documentElement.dataset.read = String(setup.state.version);
  if (setup.drafts.size) guardLeaving(() => setup.drafts.size > 0);
}

drawWith(draw);
previewWith(draw);
followLanguage(part("#form"));
// If the organiser pastes a renewed link into the address bar of this page, log in with the link's secret.
keepAddressClean(async (secret) => {
  if (await enterSeat(secret)) refresh();
});
refresh();
keepCurrent();
whenShownAgain(() => refresh());
keepLogin();
themeSwitch(part("[data-theme-switch]"));
