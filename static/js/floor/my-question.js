/* One of one's own questions: sentence, reminder of the text, five steps, and the way on. */
import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { asAsked } from "../shared/reading.js";
import { remark, sentence, stepNames, STEPS, together, wordingNotes } from "./my-question-words.js";
import { plainText, questionText } from "../shared/view/question.js";

function steps(fate) {
  const here = STEPS.indexOf(fate);
  if (here < 0) return nothing;
  return html`<ol class="steps" aria-label=${_("Steps")}>
    ${stepNames().map(
      (name, index) => html`<li data-step=${index < here ? "done" : index === here ? "here" : "ahead"}
      aria-current=${index === here ? "step" : nothing}>${name}</li>`,
    )}
  </ol>`;
}

/** The chairs' words beside one's own; nothing where there are none. */
function wording(view) {
  const notes = wordingNotes(view);
  if (!notes) return nothing;
  return html`<div class="wording">
    <p class="remark">${notes.before}</p>
    ${plainText(asAsked({ ...view, text: view.wording }))}
    ${notes.after ? html`<p class="remark">${notes.after}</p>` : nothing}
  </div>`;
}

/** `acts`: {withdraw(number), reword(view), busy(number), note(number)}. */
export function ownQuestion(view, state, acts) {
  const more = remark(view);
  const note = acts.note(view.number);
  return html`<li class="own-row" data-number=${view.number} data-status=${view.status} data-fate=${view.fate} aria-busy=${acts.busy(view.number) ? "true" : "false"}>
    <div class="status-row"><h3 class="status">${statusMark(view.fate)}<span>${sentence(view, state)}</span></h3>
      <span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span></div>
    ${view.lead ? html`<p class="together">${statusMark("merged")}<span>${together(view)}</span></p>` : nothing}
    ${questionText(view, "reminder")}
    ${wording(view)}
    ${more ? html`<p class="remark">${more}</p>` : nothing}
    ${steps(view.fate)}
    ${note ? html`<p class="error" role="alert">${note}</p>` : nothing}
    ${
      view.can_reword || view.can_withdraw
        ? html`<div class="own-acts">
      ${view.can_reword ? html`<button type="button" class="button text" data-reword=${view.number} @click=${() => acts.reword(view)}>${_("Reword and send again")}</button>` : nothing}
      ${
        view.can_withdraw
          ? html`<details class="confirm">
        <summary class="button quiet">${_("Withdraw")}</summary>
        <p>${_("It cannot be brought back.")} <button type="button" class="button" data-withdraw=${view.number}
          @click=${() => acts.withdraw(view.number)}>${_("Withdraw it now")}</button></p>
      </details>`
          : nothing
      }
    </div>`
        : nothing
    }
  </li>`;
}
