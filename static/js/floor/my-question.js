/* An own question of the attendee: progress, text, five steps, buttons. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { asAsked } from "../shared/reading.js";
import { remark, sentence, stepNames, STEPS, together, wordingRemarks } from "./my-question-words.js";
import { plainText } from "../shared/view/question.js";

/** @import {AskerView, StatusName, StreamState} from "../shared/contracts.d.ts" */

/**
 * @typedef {object} MyQuestionActs
 * @property {(number: number) => void} withdraw
 * @property {(question: AskerView) => void} reword
 * @property {(number: number) => boolean} isBusy
 * @property {(number: number) => string | undefined} refusal the reason why the last act was refused
 */

/** @param {StatusName} fate */
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
 * @param {AskerView} question
 * @param {MyQuestionActs} acts
 */
function buttons(question, acts) {
  const { number, can_reword: canReword, can_withdraw: canWithdraw } = question;
  if (!canReword && !canWithdraw) return nothing;
  return html`<div class="own-acts">
    ${canReword ? html`<button type="button" class="button text" data-reword=${number} @click=${() => acts.reword(question)}>${_("Reword and send again")}</button>` : nothing}
    ${
      canWithdraw
        ? html`<details class="confirm">
      <summary class="button quiet">${_("Withdraw")}</summary>
      <p>${_("It cannot be brought back.")} <button type="button" class="button" data-withdraw=${number}
        @click=${() => acts.withdraw(number)}>${_("Withdraw it now")}</button></p>
    </details>`
        : nothing
    }
  </div>`;
}

/**
 * @param {AskerView} question
 * @param {StreamState} state
 * @param {MyQuestionActs} acts
 */
export function myQuestion(question, state, acts) {
  const { number, status, fate, lead } = question;
  const second = remark(question);
  const refusal = acts.refusal(number);
  return html`<li class="own-row" data-number=${number} data-status=${status} data-fate=${fate} aria-busy=${acts.isBusy(number) ? "true" : "false"}>
    <div class="status-row"><h3 class="status">${statusMark(fate)}<span>${sentence(question, state)}</span></h3>
      <span class="number"><span class="visually-hidden">${_("Question number")} </span>${number}</span></div>
    ${lead ? html`<p class="together">${statusMark("merged")}<span>${together(question)}</span></p>` : nothing}
    ${plainText(asAsked(question), "reminder")}
    ${wording(question)}
    ${second ? html`<p class="remark">${second}</p>` : nothing}
    ${steps(fate)}
    ${refusal ? html`<p class="error" role="alert">${refusal}</p>` : nothing}
    ${buttons(question, acts)}
  </li>`;
}
