/**
 * The remarks below a question: "asked in another language", "edited by a chair", "also asked by others". The first two
 * remarks can have a button that shows another version of the question's text.
 */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { groupMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Text} from "../shared/reading.js" */

/** @type {Set<string>} The opened texts; kept outside the state, so that redrawing does not close a text. */
const open = new Set();
let redraw = () => {};

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function foldWith(draw) {
  redraw = draw;
}

/**
 * Show a text of a question, or hide it if it is visible. `key` identifies the question and the kind of the text.
 * @param {string} key
 */
function toggle(key) {
  if (!open.delete(key)) open.add(key);
  redraw();
}

/**
 * Return a remark about the question's text, and a button that shows or hides another version of this text.
 * @param {QuestionView} view
 * @param {"original" | "asked"} name
 * @param {Text | null} text null if the booth is not allowed to read the text; the remark then has no button
 * @param {string} remark
 */
export function foldedText(view, name, text, remark) {
  const key = `${name}-${view.number}`;
  const isOpen = open.has(key);
  const [show, hide] =
    name === "asked"
      ? [_("The asker's own words"), _("Hide the asker's own words")]
      : [_("Original"), _("Hide original")];
  return html`<p class="labels" data-remark=${name}><span>${remark}</span>
      ${text ? html`<button type="button" class="original-button" aria-expanded=${String(isOpen)} @click=${() => toggle(key)}>${isOpen ? hide : show}</button>` : nothing}</p>
    ${text && isOpen ? html`<p class="voice original" lang=${text.lang || nothing} dir=${text.dir}>${text.text}</p>` : nothing}`;
}

/**
 * Return the remark with the number of merged questions. If the session shows groups, add the groups of the askers.
 * @param {QuestionView} view
 */
export function mergedWords({ merged }) {
  if (!merged) return nothing;
  const groups = (merged.groups ?? []).flatMap((key) => page.session.groups.filter((group) => group.key === key));
  return html`<p class="labels" data-remark="merged">
    <span>${ngettext("also asked by %(n)s other", "also asked by %(n)s others", merged.count, { n: formatNumber(merged.count) })}</span>
    ${groups.map(({ key, label, short }) => html`<span class="group">${groupMark(key)}${short ?? label}</span>`)}
  </p>`;
}
