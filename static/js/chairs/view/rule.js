/**
 * The sentences about the languages in which people read questions under the Chatham House Rule. A popover shows these
 * sentences. While there is no question, a bar shows them too.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { ruleSentences } from "../../shared/rule-words.js";
import { joinSentences } from "../../shared/sentences.js";
import { ui } from "../model/ui.js";

/** Return the words "Chatham House Rule" as a button that opens the popover of `rulePopover`. */
export function ruleButton() {
  return html`<button type="button" class="button text rule-button" popovertarget="rule-languages">${_("Chatham House Rule")}</button>`;
}

/** Return the popover with the sentences about the languages under the Chatham House Rule. */
export function rulePopover() {
  if (!ui.state.settings.chatham_house_rule) return nothing;
  return html`<div id="rule-languages" class="rule-languages" popover>
    <h2>${_("Chatham House Rule")}</h2>
    ${ruleSentences().map((sentence) => html`<p>${sentence}</p>`)}
  </div>`;
}

/**
 * Return a bar with the sentences about the Chatham House Rule, so that chairs read them before their first decision.
 * Return nothing if the stream contains a question, if the Rule is off, or if the session is closed.
 */
export function ruleBar() {
  const { settings, questions } = ui.state;
  const isBefore = settings.chatham_house_rule && !Object.keys(questions).length && settings.phase !== "closed";
  return isBefore ? html`<p class="phase-bar" data-rule-languages>${joinSentences(...ruleSentences())}</p>` : nothing;
}
