/*
 * The attendee's own questions: first the questions that wait on this phone, then the questions that the server has
 * received.
 */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { myQuestion } from "./my-question.js";
import { inOrder } from "./my-question-words.js";

/** @import {AskerView, StreamState} from "../shared/contracts.d.ts" */
/** @import {MyQuestionActs} from "./my-question.js" */
/** @import {Entry} from "./outbox.js" */

/** @typedef {{edit: (entry: Entry) => void, remove: (entry: Entry) => void}} EntryActs */

const URGENT = new Set(["live", "next"]);
const WORDS = {
  saved: () => _("Saved on this phone"),
  sending: () => _("Sending"),
  received: () => _("Received, waiting"),
  refused: () => _("Not sent"),
};
const GLYPHS = { saved: "saved", sending: "sending", received: "pending", refused: "declined" };

/**
 * Return an entry of the outbox. While there is a connection, show a saved entry as being sent, because it only waits
 * for the server's rate limit.
 * @param {Entry} entry
 * @param {{isPaused: boolean, isOnline: boolean, acts: EntryActs}} context
 */
function outboxEntry(entry, { isPaused, isOnline, acts }) {
  const state = entry.state === "saved" && isOnline && !isPaused && !entry.message ? "sending" : entry.state;
  const savedRemark = isPaused
    ? _("It will be sent automatically when questions open again. You need not send it again.")
    : _("It will be sent automatically when there is a connection. You need not send it again.");
  const remark = entry.message ?? (state === "saved" ? savedRemark : "");
  return html`<li class="own-row" data-key=${entry.key} data-status=${entry.state}>
    <h3 class="status">${statusMark(GLYPHS[state])}<span>${WORDS[state]()}</span></h3>
    <p class="voice reminder" dir="auto">${entry.body.text}</p>
    ${remark ? html`<p class="remark">${remark}</p>` : nothing}
    ${
      entry.state === "saved" || entry.state === "refused"
        ? html`<div class="own-acts">
      <button type="button" class="button text" @click=${() => acts.edit(entry)}>${_("Edit")}</button>
      <button type="button" class="button quiet" @click=${() => acts.remove(entry)}>${_("Delete")}</button>
    </div>`
        : nothing
    }
  </li>`;
}

/**
 * Return the list; nothing if the list is empty.
 * @param {object} parts
 * @param {Entry[]} parts.entries of the outbox
 * @param {AskerView[]} parts.questions
 * @param {StreamState} parts.state
 * @param {boolean} parts.isPaused
 * @param {boolean} parts.isOnline
 * @param {MyQuestionActs & EntryActs} parts.acts
 */
export function myQuestionsList({ entries, questions, state, isPaused, isOnline, acts }) {
  const count = entries.length + questions.length;
  if (!count) return nothing;
  const order = inOrder(questions);
  const urgent = order.filter(({ fate }) => URGENT.has(fate));
  const rest = order.filter(({ fate }) => !URGENT.has(fate));
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
        (entry) => outboxEntry(entry, { isPaused, isOnline, acts }),
      )}
      ${repeat(rest, ({ number }) => number, row)}
    </ul>`;
}
