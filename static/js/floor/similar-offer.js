/*
 * The questions that are similar to the draft, in a collapsed section above Send. A first tap opens the section; a
 * second tap, on a question, votes for this question.
 */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { chevron, statusMark } from "../shared/view/marks.js";
import { questionText } from "../shared/view/question.js";

/** @import {Offer} from "./similar-lookup.js" */

/**
 * @typedef {object} OfferActs The possible acts on the draft and the offered questions.
 * @property {(number: number) => void} vote
 * @property {() => void} keep hides the offered questions; the draft stays
 * @property {() => void} discard deletes the draft
 * @property {(number: number) => boolean} isBusy
 * @property {(number: number) => string | undefined} refusal the reason why the vote was refused
 */

/**
 * Return the button that votes for the question, or the words that the attendee has voted.
 * @param {Offer} offer
 * @param {OfferActs} acts
 */
function voteOrVoted({ view: { number }, isVoted, mayVote }, acts) {
  if (!mayVote) return nothing;
  if (isVoted)
    return html`<p class="similar-voted">${statusMark("approved")}<span>${_("You have voted for it.")}</span></p>`;
  return html`<button type="button" class="button" data-join=${number} aria-busy=${acts.isBusy(number) ? "true" : "false"}
    @click=${() => acts.vote(number)}>${_("Vote for this one instead")}<span class="visually-hidden">, ${_("Question number")} ${number}</span></button>`;
}

/**
 * Return an offered question with its place and its button.
 * @param {Offer} offer
 * @param {OfferActs} acts
 */
function offerRow(offer, acts) {
  const { view, where, isMine } = offer;
  const refusal = acts.refusal(view.number);
  const votes =
    view.votes == null ? "" : ngettext("%(n)s vote", "%(n)s votes", view.votes, { n: formatNumber(view.votes) });
  return html`<li class="similar-row" data-similar=${view.number}>
    ${questionText(view)}
    <p class="labels"><span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
      <span>${where}</span>${votes ? html`<span>${votes}</span>` : nothing}${isMine ? html`<span>${_("yours")}</span>` : nothing}</p>
    ${refusal ? html`<p class="error" role="alert">${refusal}</p>` : nothing}
    ${voteOrVoted(offer, acts)}
  </li>`;
}

/**
 * Return the section with the similar questions (`offers`); nothing if there are none.
 * @param {Offer[]} offers
 * @param {OfferActs} acts
 */
export function similarOffers(offers, acts) {
  if (!offers.length) return nothing;
  const hasVoted = offers.some(({ isVoted, mayVote }) => isVoted && mayVote);
  return html`<details class="similar-fold">
    <summary><span class="similar-sum"><strong>${_("Asked already?")}</strong>${questionText(offers[0].view)}</span>${chevron()}</summary>
    <p class="hint">${_("This has been asked already. Vote for it instead?")}</p>
    <ul>${repeat(
      offers,
      ({ view }) => view.number,
      (offer) => offerRow(offer, acts),
    )}</ul>
    <div class="own-acts">
      ${hasVoted ? html`<button type="button" class="button text" data-similar-discard @click=${acts.discard}>${_("Delete what I wrote")}</button>` : nothing}
      <button type="button" class="button quiet" data-similar-keep @click=${acts.keep}>${_("Go on with mine")}</button>
    </div>
  </details>`;
}
