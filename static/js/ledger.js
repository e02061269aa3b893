/* The ledger page. The script reads the figures every 10 s. If the figures have changed, the script requests the page
   again and replaces the content. */

import { whenShownAgain } from "./shared/page-life.js";
import { keepAddressClean } from "./shared/secret-link.js";
import { themeSwitch } from "./shared/theme.js";

const EVERY = 10_000; // ms
const ledger = () => /** @type {HTMLElement} */ (document.querySelector("#main"));

async function readFigures() {
  const { session, etag } = ledger().dataset;
  const figures = await fetch(`/api/s/${session}/ledger`, { cache: "no-cache" });
  if (!figures.ok || figures.headers.get("etag") === `"${etag}"`) return;
  const response = await fetch(location.href, { cache: "no-cache" });
  if (!response.ok) return;
  const present = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#main");
  if (present) ledger().replaceWith(document.importNode(present, true));
}

function refresh() {
  // If there is no network, the page keeps the old figures and the "As of" time of these figures.
  if (!document.hidden) readFigures().catch(() => {});
}

keepAddressClean();
setInterval(refresh, EVERY);
whenShownAgain(refresh);
themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));
