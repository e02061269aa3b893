/*
 * The list of the attendee's own questions. First come the live and next questions, then the questions and drafts that
 * the server does not have yet, then all other questions.
 */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber } from "../shared/i18n.js";
import { myQuestion } from "./my-question.js";
import { inOrder } from "./my-question-words.js";
import { draftRow, outboxEntry } from "./unsent-rows.js";

/** @import {AskerView, StreamState} from "../shared/contracts.d.ts" */
/** @import {MyQuestionActs} from "./my-question.js" */
/** @import {NamedDraft} from "./drafts.js" */
/** @import {ShownEntry} from "./outbox.js" */
/** @import {UnsentActs} from "./unsent-rows.js" */

const URGENT = new Set(["live", "next"]);
/**
 * Return the section "Your questions", or `nothing` if it would have no rows.
 * @param {object} parts
 * @param {ShownEntry[]} parts.entries of the outbox
 * @param {NamedDraft[]} parts.drafts the drafts that no form shows
 * @param {AskerView[]} parts.questions
 * @param {StreamState} parts.state
 * @param {boolean} parts.isOnline
 * @param {MyQuestionActs & UnsentActs} parts.acts
 */
export function myQuestionsList({ entries, drafts, questions, state, isOnline, acts }) {
  const count = entries.length + drafts.length + questions.length;
  if (!count) return nothing;
  const order = inOrder(questions);
  const urgent = order.filter(({ fate }) => URGENT.has(fate));
  const rest = order.filter(({ fate }) => !URGENT.has(fate));
  const phase = state.settings.phase === "rehearsal" ? "open" : state.settings.phase;
  const context = { phase: /** @type {"open" | "paused" | "closed"} */ (phase), isOnline, acts };
  const row = (/** @type {AskerView} */ question) => myQuestion(question, state, acts);
  return html`
    <div class="section-row"><h2 id="own-heading">${_("Your questions")}</h2>
      <span class="count" aria-hidden="true">${formatNumber(count)}</span>
      ${state.settings.phase === "closed" ? nothing : html`<a class="another" href="#text">${_("Ask another")}</a>`}</div>
    <ul class="own" aria-labelledby="own-heading">
      ${repeat(urgent, ({ number }) => number, row)}
      ${repeat(
        entries,
        ({ key }) => key,
        (entry) => outboxEntry(entry, context),
      )}
      ${repeat(
        drafts,
        ({ id }) => id,
        (draft) => draftRow(draft, context),
      )}
      ${repeat(rest, ({ number }) => number, row)}
    </ul>`;
}
