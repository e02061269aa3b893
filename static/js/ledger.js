/* The ledger's page keeps itself current: asks for the figures, and takes the page anew only when they have changed. */
import { themeSwitch } from "./shared/theme.js";

const EVERY = 10_000;
const ledger = () => document.querySelector("#main");

async function look() {
  const { session, etag } = ledger().dataset;
  const figures = await fetch(`/api/s/${session}/ledger`, { cache: "no-cache" });
  if (!figures.ok || figures.headers.get("etag") === `"${etag}"`) return;
  const answer = await fetch(location.href, { cache: "no-cache" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
  if (fresh) ledger().replaceWith(document.importNode(fresh, true));
}

function refresh() {
  if (!document.hidden) look().catch(() => {}); // without a network the figures stand as they are, with their time
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
themeSwitch(document.querySelector("[data-theme-switch]"));
