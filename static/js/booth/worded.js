/** What is told of a question's words: that a chair has edited them, for whom else it speaks; other words, one tap away. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { groupMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";

// Beside the page's state, so that it survives every drawing.
const open = new Set();
let redraw = () => {};

/** Names the function that draws the page. */
export function wordedWith(draw) {
  redraw = draw;
}

function toggle(key) {
  if (!open.delete(key)) open.add(key);
  redraw();
}

/**
 * A line of words with a button that shows another text of the same question.
 * @param name "original" or "asked"; @param other {text, lang, dir}, or null where nobody here may read it
 */
export function folded(view, name, other, words) {
  const key = `${name}-${view.number}`;
  const isOpen = open.has(key);
  const [shows, hides] =
    name === "asked"
      ? [_("The asker's own words"), _("Hide the asker's own words")]
      : [_("Original"), _("Hide original")];
  return html`<p class="labels" data-told=${name}><span>${words}</span>
      ${other ? html`<button type="button" class="original-button" aria-expanded=${String(isOpen)} @click=${() => toggle(key)}>${isOpen ? hides : shows}</button>` : nothing}</p>
    ${other && isOpen ? html`<p class="voice original" lang=${other.lang || nothing} dir=${other.dir}>${other.text}</p>` : nothing}`;
}

/** "also asked by 2 others", with their groups where these may be seen; nothing where it speaks for itself alone. */
export function mergedWords({ merged }) {
  if (!merged) return nothing;
  const groups = (merged.groups ?? [])
    .map((key) => page.session.groups.find((group) => group.key === key))
    .filter(Boolean);
  return html`<p class="labels" data-told="merged">
    <span>${ngettext("also asked by %(n)s other", "also asked by %(n)s others", merged.count, { n: formatNumber(merged.count) })}</span>
    ${groups.map(({ key, label, short }) => html`<span class="group">${groupMark(key)}${short ?? label}</span>`)}
  </p>`;
}
