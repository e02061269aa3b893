/* The attendee's vote for one question. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/** @typedef {"vote" | "unvote"} VoteAct */
/**
 * @typedef {object} Vote
 * @property {boolean} isVoted
 * @property {boolean} isBusy an act on this question is being sent
 * @property {boolean} isMine the attendee has asked the question and cannot vote for it
 * @property {boolean} isFrozen the phase allows no votes
 */

/**
 * Return the vote button. If the attendee cannot vote, return only the count.
 * @param {QuestionView} view
 * @param {Vote} vote
 * @param {(number: number, act: VoteAct) => void} onVote
 */
export function voteButton(view, { isVoted, isBusy, isMine, isFrozen }, onVote) {
  const number = view.number;
  const figure = formatNumber(view.votes ?? 0);
  const words = ngettext("%(n)s vote", "%(n)s votes", view.votes ?? 0);
  if (isMine || isFrozen) {
    return html`<p class="vote still"><span class="visually-hidden">${words}</span><span aria-hidden="true">${figure}</span>
      ${isMine ? html`<span class="yours">${_("yours")}</span>` : nothing}</p>`;
  }
  // Arabic writes the numbers 0 to 2 as words, but the accessible name must contain the visible figure (WCAG 2.5.3).
  const count = words.includes(figure) ? words : `${words}: ${figure}`;
  return html`<button type="button" class="vote" data-vote=${number} aria-pressed=${isVoted ? "true" : "false"} aria-busy=${isBusy ? "true" : "false"}
      aria-label=${_("Vote for question %(number)s, %(count)s", { number, count })}
      @click=${() => !isBusy && onVote(number, isVoted ? "unvote" : "vote")}>
    <svg class="glyph" aria-hidden="true" focusable="false"><use href=${isVoted ? "#glyph-approved" : "#glyph-sending"}></use></svg>
    <span aria-hidden="true">${figure}</span>
  </button>`;
}
