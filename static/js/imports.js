/**
 * The organiser's page for the import of questions. Each request contains the whole file, because the server stores no
 * file.
 */

import { importsPage } from "./imports/page.js";
import { drawWith, readImports, ui } from "./imports/ui.js";
import { keepLogin } from "./shared/login.js";
import { render } from "./shared/render.js";
import { keepAddressClean } from "./shared/secret-link.js";
import { themeSwitch } from "./shared/theme.js";

const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

drawWith(() => {
  render(importsPage(), part("#imports"));
  document.documentElement.dataset.read = String(ui.reads);
});
keepAddressClean();
keepLogin();
themeSwitch(part("[data-theme-switch]"));
readImports();
