/* The vote of one phone for one question. A plain form, so that it means the same without the script. */
import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";

/** `vote`: {voted, busy, mine, frozen}; `onVote(number, wish)`. One's own question shows its count only. */
export function voteButton(view, { voted, busy, mine, frozen }, onVote) {
  const shown = formatNumber(view.votes ?? 0);
  const said = ngettext("%(n)s vote", "%(n)s votes", view.votes ?? 0);
  // Arabic says none, one and two in words; the name must hold the figure that is seen (WCAG 2.5.3).
  const count = said.includes(shown) ? said : `${said}: ${shown}`;
  if (mine || frozen) {
    return html`<p class="vote still"><span class="visually-hidden">${said}</span><span aria-hidden="true">${shown}</span>
      ${mine ? html`<span class="yours">${_("yours")}</span>` : nothing}</p>`;
  }
  return html`<button type="button" class="vote" data-vote=${view.number} aria-pressed=${voted ? "true" : "false"} aria-busy=${busy ? "true" : "false"}
      aria-label=${_("Vote for question %(number)s, %(count)s", { number: view.number, count })}
      @click=${() => !busy && onVote(view.number, voted ? "unvote" : "vote")}>
    <svg class="glyph" aria-hidden="true" focusable="false"><use href=${voted ? "#glyph-approved" : "#glyph-sending"}></use></svg>
    <span aria-hidden="true">${shown}</span>
  </button>`;
}
