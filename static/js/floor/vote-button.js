/* The attendee's vote for one question. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/** An act on the vote of an attendee. @typedef {"vote" | "unvote"} VoteAct */
/**
 * @typedef {object} Vote The state of the attendee's vote for one question.
 * @property {boolean} isVoted
 * @property {boolean} isBusy whether an act on this question is being sent
 * @property {boolean} isMine whether the attendee has asked the question and therefore cannot vote for it
 * @property {boolean} isFrozen whether the phase allows no votes
 * @property {string} [refusal] the reason why the last vote was refused
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
  // The accessible name must contain the visible figure (WCAG 2.5.3). Some plural forms, for example the Arabic forms
  // for 0 to 2 votes, have no figure. In this case, add the figure.
  const count = words.includes(figure) ? words : `${words}: ${figure}`;
  return html`<button type="button" class="vote" data-vote=${number} aria-pressed=${isVoted ? "true" : "false"} aria-busy=${isBusy ? "true" : "false"}
      aria-label=${_("Vote for question %(number)s, %(count)s", { number, count })}
      @click=${() => !isBusy && onVote(number, isVoted ? "unvote" : "vote")}>
    <svg class="glyph" aria-hidden="true" focusable="false"><use href=${isVoted ? "#glyph-approved" : "#glyph-sending"}></use></svg>
    <span aria-hidden="true">${figure}</span>
  </button>`;
}
