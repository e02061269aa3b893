/** The sign, without a sound, that Now or Next is another question: a tinted row, the page's title, a spoken line. */

import { _ } from "../lib/i18n.js";
import { programme } from "../stage/program.js";

const FRESH = 10_000;
const title = document.title;

function sentence(part, view) {
  if (!view) return part === "live" ? _("Nothing is on the screen.") : "";
  return part === "live" ? _("Now: question %(number)s", view) : _("Next: question %(number)s", view);
}

/** Notes in `shown.fresh` {live, next: number} what has changed, for ten seconds; `redraw` is called when that is over. */
export function signal(before, after, shown, redraw) {
  const then = programme(before);
  const now = programme(after);
  const said = [];
  for (const part of ["live", "next"]) {
    if (then[part]?.number === now[part]?.number && then[part]?.text === now[part]?.text) continue;
    said.push(sentence(part, now[part]));
    const fresh = now[part]?.number;
    shown.fresh = { ...shown.fresh, [part]: fresh };
    setTimeout(() => {
      if (shown.fresh[part] === fresh) shown.fresh = { ...shown.fresh, [part]: undefined };
      redraw();
    }, FRESH);
  }
  if (!said.length) return;
  document.querySelector("#said").textContent = said.filter(Boolean).join(". ");
  document.title = now.live ? `${now.live.number} · ${title}` : title;
}
