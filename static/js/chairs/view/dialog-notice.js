/** A notice in a dialog. The notice says that the status of a question has changed since the dialog was opened. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { changedSentence } from "../model/sentences.js";
import { ui } from "../model/ui.js";

/**
 * Return the sentence about the change of the question's status; "" if the status is the same.
 * @param {ChairsQuestion} view the question as it was when the dialog was opened
 */
function changeOf(view) {
  const present = ui.state.questions[view.number];
  return present?.status === view.status ? "" : changedSentence(view, present ?? null);
}

/**
 * Return a notice about the questions whose status has changed since the dialog was opened. If there are none, the
 * notice is empty.
 * @param {ChairsQuestion[]} views the questions as they were when the dialog was opened
 */
export function dialogNotice(views) {
  const changed = views.map((view) => ({ number: view.number, words: changeOf(view) })).filter(({ words }) => words);
  return html`<div role="alert">${
    changed.length
      ? html`<div class="left-bar">${changed.map(({ number, words }) => html`<p><b>${_("No. %(number)s", { number })}</b> ${words}</p>`)}</div>`
      : nothing
  }</div>`;
}
