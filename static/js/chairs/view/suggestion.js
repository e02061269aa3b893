/**
 * The suggested question and the reasons for the suggestion. The page shows them below the balance (view/balance.js).
 * On screens narrower than 1200 pixels, the page shows them in the footer.
 */

/** @import { SuggestionReason } from "../../shared/contracts.d.ts" */
/** @import { ShownSuggestion } from "../model/suggestion.js" */

import { html, nothing } from "lit/html.js";
import { _, formatAge } from "../../shared/i18n.js";
import { groupMark } from "../../shared/view/marks.js";
import { uniqueView } from "../model/lists.js";
import { shownSuggestion, suggestionOf } from "../model/suggestion.js";
import { ui } from "../model/ui.js";
import { groupOf } from "./asked-by.js";
import { questionText } from "./question-words.js";

/** @typedef {{words: string, mark?: unknown}} Reason `mark`: the group's mark; only if the reason is about a group */

/** @param {string} key */
function groupName(key) {
  const group = groupOf(key);
  return group?.short ?? group?.label ?? key;
}

/**
 * Return the reasons in words, the strongest reason first.
 * @param {ShownSuggestion} suggestion
 */
function reasonsOf({ view, reasons, groups, since }) {
  /** @type {Record<SuggestionReason, () => Reason[]>} */
  const words = {
    group_not_heard: () =>
      groups.map((key) => ({
        mark: groupMark(key),
        words: _("%(group)s, not yet heard", { group: groupName(key) }),
      })),
    first_question: () => [
      { words: view.merged ? _("first question of one of its askers") : _("first question of this person") },
    ],
    waiting: () => [{ words: _("waiting for %(age)s", { age: formatAge(since) }) }],
  };
  return reasons.flatMap((reason) => words[reason]?.() ?? []);
}

/**
 * Return a reason as an entry of the list.
 * @param {Reason} reason
 */
const reasonEntry = ({ mark, words }) =>
  html`<li>${mark ?? html`<span class="dash" aria-hidden="true">–</span>`}<span>${words}</span></li>`;

/**
 * Return the suggested question, with its acts.
 * @param {ShownSuggestion} suggestion
 */
function offer(suggestion) {
  const { number } = suggestion.view;
  const isBusy = ui.busy.has(number);
  const replaced = uniqueView(ui.state, "next");
  return html`<div class="suggestion-body" data-number=${number} aria-busy=${isBusy ? "true" : nothing}>
    <button type="button" class="number" data-act="see_suggestion" aria-keyshortcuts=${ui.keysOn ? "S" : nothing} aria-label=${_("Go to No. %(number)s in the queue", { number })}>${number}</button>
    ${questionText(suggestion.view)}
    <ul class="why">
      ${reasonsOf(suggestion).map(reasonEntry)}
    </ul>
    <div class="suggestion-acts">
      <button
        type="button"
        class="button"
        data-act="set_next"
        aria-disabled=${isBusy ? "true" : nothing}
        aria-describedby=${replaced ? "suggestion-replaces" : nothing}
      >${_("Set next")}</button>
      <button type="button" class="button quiet" data-act="not_now">${_("Not now")}</button>
    </div>
    ${replaced ? html`<p id="suggestion-replaces" class="replaces">${_("No. %(number)s then goes back to the queue.", { number: replaced.number })}</p>` : nothing}
  </div>`;
}

function putAside() {
  return html`<p class="aside">
    <span>${_("Suggestion hidden until the server suggests another question.")}</span>
    <button type="button" class="button text" data-act="now_again">${_("Show the suggestion")}</button>
  </p>`;
}

/**
 * Return the section "Suggestion", which is below the balance. Return nothing if the server suggests no question. If
 * the suggested question has just left the queue, return only the section's heading, so that the section stays on the
 * page.
 */
export function suggestion() {
  if (!ui.state.counts?.suggestion) return nothing;
  const shown = shownSuggestion();
  const isAside = !shown && suggestionOf(ui.state);
  return html`<section class="suggestion" aria-labelledby="heading-suggestion">
    <header>
      <h3 id="heading-suggestion">${_("Suggestion")}</h3>
      <span class="part-hint">${_("nothing changes by itself")}</span>
    </header>
    ${shown ? offer(shown) : nothing} ${isAside ? putAside() : nothing}
  </section>`;
}

/**
 * Return the suggestion's line in the footer: the question's number, the first reason and a button that goes to the
 * question's row.
 */
export function suggestionLine() {
  const shown = shownSuggestion();
  if (!shown) return nothing;
  const [{ words }] = reasonsOf(shown);
  return html`<p class="foot-suggestion">
    <span><b>${_("Suggestion")}</b> ${_("No. %(number)s, %(reason)s", { number: shown.view.number, reason: words })}</span>
    <button type="button" class="button text" data-act="see_suggestion">${_("Go to it")}</button>
  </p>`;
}

/**
 * Return the mark in the row of the suggested question.
 * @param {number} number
 */
export function suggestedMark(number) {
  return shownSuggestion()?.view.number === number ? html`<b class="meta-suggested">${_("suggested")}</b>` : nothing;
}
