/* Says changes of one's own to those who listen: each once, nothing of the public list. */
import { _ } from "../lib/i18n.js";
import { sentence } from "./own-words.js";

/** `element`: a polite live region. Gives {own(before, after, state), link(before, after)}. */
export function announcer(element) {
  return {
    own(before, after, state) {
      const was = new Map(before.map(({ number, status }) => [number, status]));
      const moved = after.filter(({ number, status }) => was.get(number) !== status)
        .map((view) => _("Question %(number)s: %(sentence)s", { number: view.number, sentence: sentence(view, state) }));
      if (moved.length) element.textContent = moved.join(". ");
    },
    link(before, after) {
      // The loss is said by the bar, which is a live region itself.
      if (before === "offline" && (after === "live" || after === "polling")) element.textContent = _("Connected again.");
    },
  };
}
