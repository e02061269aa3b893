/** The sign, without a sound, of what has changed: a tinted row, words beside it, a line with the time that stays, the page's title. */

import { _, formatTime, now } from "../shared/i18n.js";
import { programme } from "../shared/program.js";
import { changes } from "./changes.js";

const FRESH = 15_000;
const MOST_SAID = 4; // more would take the room of what is to be read
const title = document.title;

const PLAIN = {
  came: { live: (view) => _("Now: question %(number)s", view), next: (view) => _("Next: question %(number)s", view) },
  empty: { live: () => _("Nothing is on the screen.") },
  wording: { any: (view) => _("Question %(number)s has other words", view) },
  corrected: { any: (view) => _("The translation of question %(number)s was corrected", view) },
  cleared: { screen: () => _("The chairs have cleared the screen") },
  restored: { screen: () => _("The screen shows the question again") },
};

/** What to say of it in the line at the foot; "" where the page alone shows it. */
const sentence = ({ part, number, what }) =>
  part === "approved" && what === "came" ? "" : ((PLAIN[what]?.[part] ?? PLAIN[what]?.any)?.({ number }) ?? "");

/** The words beside a fresh question. */
export function freshWords(what) {
  return (
    {
      came: _("just came up"),
      wording: _("other words now"),
      translated: _("translation just came"),
      corrected: _("translation just corrected"),
    }[what] ?? ""
  );
}

/** Adds the sentences, with the time, to the line at the foot: each stays while it is fresh, the last until another comes. */
function say(shown, sentences, redraw) {
  const words = sentences.filter(Boolean).join(". ");
  if (!words) return;
  const said = { words, at: formatTime(new Date(now()).toISOString()), fresh: true };
  shown.said = [...shown.said.filter(({ fresh }) => fresh), said].slice(-MOST_SAID);
  setTimeout(() => {
    said.fresh = false;
    shown.said = shown.said.filter((one, index) => one.fresh || index === shown.said.length - 1);
    redraw();
  }, FRESH);
}

/** Notes in `shown.fresh` (number → what) and `shown.said` what has changed; `redraw` is called when it is no longer fresh. */
export function signal(before, after, shown, into, redraw) {
  const found = changes(before, after, into);
  const marks = found.filter(({ number }) => number !== null);
  for (const { number, what } of marks) shown.fresh.set(number, what);
  if (marks.length)
    setTimeout(() => {
      for (const { number, what } of marks) if (shown.fresh.get(number) === what) shown.fresh.delete(number);
      redraw();
    }, FRESH);
  say(shown, found.map(sentence), redraw);
  const { live } = programme(after);
  document.title = live ? `${live.number} · ${title}` : title;
}

/** Says which questions were taken back, or are asked together with another. @param gone as booth/departures.js gives them, possibly none */
export function sayGone(shown, gone, redraw) {
  say(
    shown,
    gone.map(({ view: { number }, into }) =>
      into
        ? _("Question %(number)s is asked together with question %(lead)s", { number, lead: into })
        : _("Taken back: question %(number)s", { number }),
    ),
    redraw,
  );
}
