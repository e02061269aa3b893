/* What everybody on the floor sees: Now, and the questions that come up. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { questionLabels, questionText } from "../shared/view/question.js";
import { voteButton } from "./vote.js";

/** The views in the order in which they come up: next, then the queue. */
export function comingUp(state) {
  const next = Object.values(state.questions).filter(({ status }) => status === "next");
  return [...next, ...state.queue.map((number) => state.questions[number]).filter(Boolean)];
}

/** The question being asked now; nothing in the room, nothing here. */
export function nowBlock(state) {
  const live = Object.values(state.questions).find(({ status }) => status === "live");
  if (!live) return nothing;
  return html`<section class="now" data-number=${live.number} data-status="live" aria-labelledby="now-heading">
    <div class="status-row"><h2 id="now-heading" class="status">${statusMark("live")}${_("Now")}</h2>
      <span class="number"><span class="visually-hidden">${_("Question number")} </span>${live.number}</span></div>
    ${questionText(live)}
    ${questionLabels(live, { number: false })}
  </section>`;
}

/** `votes`: (number) → {voted, busy, mine, frozen}. */
export function publicList(state, votes, onVote) {
  const closed = state.settings.phase === "closed";
  if (state.settings.list_public === false) {
    return closed
      ? nothing
      : html`<p class="voice empty">${_("The chairs keep the list to themselves in this session. You will see here what is asked now.")}</p>`;
  }
  const views = comingUp(state);
  if (!views.length && closed) return nothing;
  return html`
    <div class="section-row"><h2 id="list-heading">${_("Coming up")}</h2>
      ${views.length ? html`<span class="count" aria-hidden="true">${formatNumber(views.length)}</span>` : nothing}</div>
    ${state.settings.chatham_house_rule && views.length ? html`<p class="hint">${_("Texts may be translations.")}</p>` : nothing}
    ${
      views.length
        ? html`<ol class="public" aria-labelledby="list-heading">
      ${repeat(
        views,
        ({ number }) => number,
        (view) => html`<li class="public-row" data-number=${view.number} data-status=${view.status}>
        <div>
          ${view.status === "next" ? html`<p class="status">${statusMark("next")}${_("Next")}</p>` : nothing}
          ${questionText(view)}
          ${questionLabels(view)}
        </div>
        ${voteButton(view, votes(view.number), onVote)}
      </li>`,
      )}
    </ol>`
        : html`<p class="voice empty">${_("No question approved yet. Yours can be the first.")}</p>`
    }`;
}
