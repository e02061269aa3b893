/* The public list: *Now*, *Next* and the queue. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber } from "../shared/i18n.js";
import { programme } from "../shared/programme.js";
import { statusMark } from "../shared/view/marks.js";
import { questionLabels, questionText } from "../shared/view/question.js";
import { voteButton } from "./vote-button.js";

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
/** @import {Vote, VoteAct} from "./vote-button.js" */

/**
 * Return the upcoming questions in order: the Next question, if any, then the queue.
 * @param {StreamState} state
 */
export function comingUp(state) {
  const { next, queue } = programme(state);
  return next ? [next, ...queue] : queue;
}

/**
 * Return the live question; nothing if there is no live question.
 * @param {StreamState} state
 */
export function nowBlock(state) {
  const { live } = programme(state);
  if (!live) return nothing;
  return html`<section class="now" data-number=${live.number} data-status="live" aria-labelledby="now-heading">
    <div class="status-row"><h2 id="now-heading" class="status">${statusMark("live")}${_("Now")}</h2>
      <details class="now-fold"><summary>${_("whole text")}</summary></details>
      <span class="number"><span class="visually-hidden">${_("Question number")} </span>${live.number}</span></div>
    ${questionText(live)}
    ${questionLabels(live, { number: false })}
  </section>`;
}

/**
 * Return the row of a question with its vote button.
 * @param {QuestionView} view
 * @param {(number: number) => Vote} voteOf
 * @param {(number: number, act: VoteAct) => void} onVote
 */
function row(view, voteOf, onVote) {
  const vote = voteOf(view.number);
  return html`<li class="public-row" data-number=${view.number} data-status=${view.status}>
    <div>
      ${view.status === "next" ? html`<p class="status">${statusMark("next")}${_("Next")}</p>` : nothing}
      ${questionText(view)}
      ${questionLabels(view)}
    </div>
    ${voteButton(view, vote, onVote)}
    ${vote.refusal ? html`<p class="error" role="alert">${vote.refusal}</p>` : nothing}
  </li>`;
}

/**
 * Return the reason why the list is empty.
 * @param {StreamState} state
 * @param {boolean} hasAnswered whether at least one question of the session was answered
 */
function emptyWords({ questions }, hasAnswered) {
  const isLive = Object.values(questions).some(({ status }) => status === "live");
  if (isLive) return _("No further question is waiting. Yours can be the next.");
  if (hasAnswered) return _("All approved questions have been answered. Yours can be the next.");
  return _("No question approved yet. Yours can be the first.");
}

/**
 * Return the list of upcoming questions, or the reason why it is empty or not public.
 * @param {StreamState} state
 * @param {(number: number) => Vote} voteOf
 * @param {(number: number, act: VoteAct) => void} onVote
 * @param {boolean} hasAnswered whether at least one question of the session was answered
 */
export function publicList(state, voteOf, onVote, hasAnswered) {
  const isClosed = state.settings.phase === "closed";
  if (state.settings.list_public === false) {
    return isClosed
      ? nothing
      : html`<p class="voice empty">${_("The list of questions is not public in this session. You will see here which question is asked now.")}</p>`;
  }
  const views = comingUp(state);
  if (!views.length && isClosed) return nothing;
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
        (view) => row(view, voteOf, onVote),
      )}
    </ol>`
        : html`<p class="voice empty">${emptyWords(state, hasAnswered)}</p>`
    }`;
}
