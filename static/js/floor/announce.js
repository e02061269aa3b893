/* Says changes of one's own to those who listen: each once, nothing of the public list. */
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { moved } from "./my-question-words.js";

/** `element`: a polite live region. Gives {own(before, after, state), similar(count), link(before, after)}. */
export function announcer(element) {
  return {
    own(before, after, state) {
      const was = new Map(before.map((view) => [view.number, view]));
      const said = after
        .map((view) => ({ number: view.number, sentence: moved(was.get(view.number), view, state) }))
        .filter(({ sentence }) => sentence)
        .map((what) => _("Question %(number)s: %(sentence)s", what));
      if (said.length) element.textContent = said.join(". ");
    },
    similar(count) {
      if (count)
        element.textContent = ngettext(
          "A question like yours is above the Send button.",
          "%(n)s questions like yours are above the Send button.",
          count,
          { n: formatNumber(count) },
        );
    },
    link(before, after) {
      // The loss is said by the bar, which is a live region itself.
      if (before === "offline" && (after === "live" || after === "polling"))
        element.textContent = _("Connected again.");
    },
  };
}
