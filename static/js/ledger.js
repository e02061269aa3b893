/* The ledger page. It reads the figures every 10 s, and loads the page again only if the figures have changed. */

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
  if (!document.hidden) readFigures().catch(() => {}); // Without a network, the old figures and their "As of" time stay.
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));
