/* The questions that are like what one is writing, folded above Send; one tap opens them, one more votes. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { chevron, statusMark } from "../shared/view/marks.js";
import { questionText } from "../shared/view/question.js";

function offer({ view, where, isMine, isVoted, mayVote }, acts) {
  const note = acts.note(view.number);
  const votes =
    view.votes == null ? "" : ngettext("%(n)s vote", "%(n)s votes", view.votes, { n: formatNumber(view.votes) });
  return html`<li class="similar-row" data-similar=${view.number}>
    ${questionText(view)}
    <p class="labels"><span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>
      <span>${where}</span>${votes ? html`<span>${votes}</span>` : nothing}${isMine ? html`<span>${_("yours")}</span>` : nothing}</p>
    ${note ? html`<p class="error" role="alert">${note}</p>` : nothing}
    ${
      !mayVote
        ? nothing
        : isVoted
          ? html`<p class="similar-voted">${statusMark("approved")}<span>${_("You have voted for it.")}</span></p>`
          : html`<button type="button" class="button" data-join=${view.number} aria-busy=${acts.busy(view.number) ? "true" : "false"}
        @click=${() => acts.join(view.number)}>${_("Vote for this one instead")}<span class="visually-hidden">, ${_("Question number")} ${view.number}</span></button>`
    }
  </li>`;
}

/** `offers` as similar.js gives them; `acts`: {join(number), keep(), discard(), busy(number), note(number)}. Nothing to offer: nothing here. */
export function similarOffers(offers, acts) {
  if (!offers.length) return nothing;
  const isJoined = offers.some(({ isVoted, mayVote }) => isVoted && mayVote);
  return html`<details class="similar-fold">
    <summary><span class="similar-sum"><strong>${_("Asked already?")}</strong>${questionText(offers[0].view)}</span>${chevron()}</summary>
    <p class="hint">${_("This has been asked already. Vote for it instead?")}</p>
    <ul>${repeat(
      offers,
      ({ view }) => view.number,
      (one) => offer(one, acts),
    )}</ul>
    <div class="own-acts">
      ${isJoined ? html`<button type="button" class="button text" data-similar-discard @click=${acts.discard}>${_("Delete what I wrote")}</button>` : nothing}
      <button type="button" class="button quiet" data-similar-keep @click=${acts.keep}>${_("Go on with mine")}</button>
    </div>
  </details>`;
}
