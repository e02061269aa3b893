/** What an interpreter must notice between two states: another Now or Next, other words, a new question in the queue. Pure. */

import { reading } from "../shared/reading.js";
import { programme } from "../shared/program.js";

/** What became of one question that stays in its part; null where it reads as before. */
function inPlace(then, now, into) {
  if (then.text !== now.text) return "wording";
  const [was, is] = [reading(then, into), reading(now, into)];
  if (!is.original || (was.original && was.text === is.text)) return null;
  return is.kind === "machine" ? "translated" : "corrected";
}

/**
 * @param into the booth's language
 * @returns {{part: "live"|"next"|"approved"|"screen", number: number|null, what: string}[]} in the order of the page.
 *   `what`: "came", "empty" (nobody follows), "wording", "translated", "corrected"; of the screen "cleared", "restored".
 *   In the queue only who came, and by hand changed words: the rest moves all the time
 */
export function changes(before, after, into) {
  const [then, now] = [programme(before), programme(after)];
  const found = [];
  if (Boolean(before.settings.screen_cleared) !== Boolean(after.settings.screen_cleared)) {
    found.push({ part: "screen", number: null, what: after.settings.screen_cleared ? "cleared" : "restored" });
  }
  for (const part of ["live", "next"]) {
    const [was, is] = [then[part], now[part]];
    if (was?.number !== is?.number) found.push({ part, number: is?.number ?? null, what: is ? "came" : "empty" });
    else if (is) {
      const what = inPlace(was, is, into);
      if (what) found.push({ part, number: is.number, what });
    }
  }
  for (const view of now.queue) {
    const was = before.questions[view.number];
    const what = was ? inPlace(was, view, into) : "came";
    if (what && what !== "translated") found.push({ part: "approved", number: view.number, what });
  }
  return found;
}
