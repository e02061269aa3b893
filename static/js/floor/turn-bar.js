/*
 * The bar at the bottom of the page while one of the attendee's questions is next or live. The bar disappears when the
 * person marks it as read.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { asAsked } from "../shared/reading.js";
import { statusMark } from "../shared/view/marks.js";
import { plainText } from "../shared/view/question.js";

/** @import {AskerView} from "../shared/contracts.d.ts" */

/**
 * Return the bar for the question that is next or live; nothing if `question` is undefined.
 * @param {AskerView | undefined} question
 * @param {{see: (question: AskerView) => void, markRead: (question: AskerView) => void}} acts
 */
export function turnBar(question, { see, markRead }) {
  if (!question) return nothing;
  const { number, fate } = question;
  return html`<section class="turn" data-turn=${fate} data-number=${number} aria-labelledby="turn-heading">
    <div class="turn-in">
      <div class="status-row"><h2 id="turn-heading" class="status">${statusMark(fate)}<span>${
        fate === "live" ? _("Now: your question is on the screen") : _("Get ready: yours is next")
      }</span></h2><span class="number"><span class="visually-hidden">${_("Question number")} </span>${number}</span></div>
      ${plainText(asAsked(question))}
      <div class="turn-acts">
        <button type="button" class="button main" data-turn-see @click=${() => see(question)}>${_("See it")}</button>
        <button type="button" class="button" data-turn-read @click=${() => markRead(question)}>${_("Got it")}</button>
      </div>
    </div>
  </section>`;
}
