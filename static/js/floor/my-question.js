/* The row of one of the attendee's own questions: sentences about its progress, its text, the five steps from asking to
   the answer, and the buttons. */

import { html, nothing } from "lit/html.js";
import { questionEditor } from "./question-editor.js";
import { questionFacts } from "./question-facts.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { asAsked } from "../shared/reading.js";
import { remark, sentence, stepNames, STEPS, together, wordingRemarks } from "./my-question-words.js";
import { plainText } from "../shared/view/question.js";

/** @import {AskerView, StatusName, StreamState} from "../shared/contracts.d.ts" */
/** @import {Edit} from "./edits.js" */
/** @import {EditActs} from "./question-editor.js" */

/**
 * @typedef {object} MyQuestionActs The acts on the attendee's own questions, and the state of these acts.
 * @property {(number: number) => void} withdraw
 * @property {(number: number) => boolean} canAskAgain whether this device still has the words of a withdrawn question
 * @property {(number: number) => void} askAgain asks a withdrawn question again
 * @property {(question: AskerView) => void} reword puts a declined question into the ask form
 * @property {(number: number) => boolean} isBusy whether the question is being withdrawn or deleted
 * @property {(number: number) => string | undefined} keyOf the key of the question's entry in the outbox; undefined if
 *   there is no entry. The outbox keeps the entry until the server has answered the command that asked the question
 * @property {(number: number) => string | undefined} refusal the reason why the last act was refused
 * @property {(number: number) => Edit | undefined} editOf the open edit of the question
 * @property {EditActs} edits
 */

/** The outcomes after which a row shows only three lines of the text, until the person opens the whole question. */
const OVER = new Set(["answered"]);

/**
 * Return the five steps of the question's progress, with the current step marked.
 * @param {StatusName} fate
 */
function steps(fate) {
  const current = STEPS.indexOf(fate);
  if (current < 0) return nothing;
  return html`<ol class="steps" aria-label=${_("Steps")}>
    ${stepNames().map(
      (name, index) => html`<li data-step=${index < current ? "done" : index === current ? "here" : "ahead"}
      aria-current=${index === current ? "step" : nothing}>${name}</li>`,
    )}
  </ol>`;
}

/**
 * Return the chairs' wording; nothing if there is no wording.
 * @param {AskerView} question
 */
function wording(question) {
  const remarks = wordingRemarks(question);
  if (!remarks) return nothing;
  return html`<div class="wording">
    <p class="remark">${remarks.before}</p>
    ${plainText(asAsked({ ...question, text: question.wording ?? "" }))}
    ${remarks.after ? html`<p class="remark">${remarks.after}</p>` : nothing}
  </div>`;
}

/**
 * Return the buttons of a question: the acts that are possible now.
 * @param {AskerView} question
 * @param {MyQuestionActs} acts
 */
function buttons(question, acts) {
  const { number, can_edit: canEdit, can_reword: canReword, can_withdraw: canWithdraw } = question;
  if (question.status === "withdrawn" && acts.canAskAgain(number))
    return html`<div class="own-acts"><button type="button" class="button" data-again=${number} @click=${() => acts.askAgain(number)}>${_("Ask it again")}</button></div>`;
  if (!canEdit && !canReword && !canWithdraw) return nothing;
  return html`<div class="own-acts">
    ${canEdit ? html`<button type="button" class="button" data-edit=${number} @click=${() => acts.edits.open(question)}>${_("Edit")}</button>` : nothing}
    ${canReword ? html`<button type="button" class="button text" data-reword=${number} @click=${() => acts.reword(question)}>${_("Reword and send again")}</button>` : nothing}
    ${
      canWithdraw
        ? html`<details class="confirm">
      <summary class="button quiet">${_("Withdraw")}</summary>
      <p>${_("Its words are erased. For 10 seconds you can ask it again.")} <button type="button" class="button" data-withdraw=${number}
        @click=${() => acts.withdraw(number)}>${_("Withdraw it now")}</button></p>
    </details>`
        : nothing
    }
  </div>`;
}

/**
 * Return the words of a question: its text, the chairs' wording and the asker's choices. For a withdrawn question,
 * return only the sentence "the words are erased". For an answered or reworded question, the choices are in the
 * expandable section "Whole question". While this section is closed, the row shows only the first lines of the text.
 * @param {AskerView} question
 */
function words(question) {
  if (question.status === "withdrawn") return html`<p class="remark">${_("The words are erased.")}</p>`;
  const text = html`${plainText(asAsked(question), "reminder")} ${wording(question)}`;
  if (!OVER.has(question.fate) && !question.reworded_as) return html`${text}${questionFacts(question)}`;
  return html`${text}<details class="facts-fold"><summary>${_("Whole question")}</summary>${questionFacts(question)}</details>`;
}

/**
 * Return the row of one of the attendee's own questions.
 * @param {AskerView} question
 * @param {StreamState} state
 * @param {MyQuestionActs} acts
 */
export function myQuestion(question, state, acts) {
  const { number, status, fate, lead } = question;
  const second = remark(question);
  const refusal = acts.refusal(number);
  const edit = acts.editOf(number);
  const isRule = state.settings.chatham_house_rule;
  const isEditing = edit && question.can_edit === true;
  return html`<li class="own-row" id=${`own-${number}`} data-number=${number} data-key=${acts.keyOf(number) ?? nothing} data-status=${status} data-fate=${fate} aria-busy=${acts.isBusy(number) ? "true" : "false"}>
    <div class="status-row"><h3 class="status">${statusMark(fate)}<span>${sentence(question, state)}</span></h3>
      <span class="number"><span class="visually-hidden">${_("Question number")} </span>${number}</span></div>
    ${lead ? html`<p class="together">${statusMark("merged")}<span>${together(question)}</span></p>` : nothing}
    ${isEditing && !edit.isStale ? nothing : words(question)}
    ${edit ? questionEditor(question, edit, isRule, acts.edits) : nothing}
    ${second && !edit ? html`<p class="remark">${second}</p>` : nothing}
    ${question.reworded_as ? html`<p class="remark"><a href=${`#own-${question.reworded_as}`}>${_("Reworded as No. %(number)s", { number: question.reworded_as })}</a></p>` : nothing}
    ${isEditing ? nothing : steps(fate)}
    ${refusal ? html`<p class="error" role="alert">${refusal}</p>` : nothing}
    ${isEditing ? nothing : buttons(question, acts)}
  </li>`;
}
