/** Who could be next, and why: under the balance, below 1200 a line of the footer. Nothing moves by itself. */

import { html, nothing } from "lit/html.js";
import { only } from "../model/lists.js";
import { shownSuggestion, suggestionOf } from "../model/suggestion.js";
import { ui } from "../model/ui.js";
import { _, formatAge } from "../../shared/i18n.js";
import { groupMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { questionText } from "./question-words.js";

function groupName(key) {
  const group = page.session.groups.find((one) => one.key === key);
  return group?.short ?? group?.label ?? key;
}

/** Each reason as {mark, words}, in the order in which they weigh. */
function reasonsOf({ view, reasons, groups, since }) {
  const words = {
    group_not_heard: groups.map((key) => ({
      mark: groupMark(key),
      words: _("%(group)s, not yet heard", { group: groupName(key) }),
    })),
    first_question: [
      { words: view.merged ? _("first question of one who asks it") : _("first question of this person") },
    ],
    waiting: [{ words: _("waiting for %(age)s", { age: formatAge(since) }) }],
  };
  return reasons.flatMap((reason) => words[reason] ?? []);
}

/** What is suggested, with what can be done about it. */
function offer(found) {
  const { number } = found.view;
  const isBusy = ui.busy.has(number);
  const replaced = only(ui.state, "next");
  return html`<div class="suggestion-body" data-number=${number} aria-busy=${isBusy ? "true" : nothing}>
    <button type="button" class="number" data-act="see_suggestion" aria-keyshortcuts=${ui.keysOn ? "S" : nothing} aria-label=${_("See No. %(number)s in the queue", { number })}>${number}</button>
    ${questionText(found.view)}
    <ul class="why">
      ${reasonsOf(found).map(({ mark, words }) => html`<li>${mark ?? html`<span class="dash" aria-hidden="true">–</span>`}<span>${words}</span></li>`)}
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
    <span>${_("Put aside until another is suggested.")}</span>
    <button type="button" class="button text" data-act="now_again">${_("Show")}</button>
  </p>`;
}

/** Under the shares. While the server chooses again, the heading alone keeps the place. */
export function suggestion() {
  if (!ui.state.counts?.suggestion) return nothing;
  const shown = shownSuggestion();
  const isAside = !shown && suggestionOf(ui.state);
  return html`<section class="suggestion" aria-labelledby="heading-suggestion">
    <header>
      <h3 id="heading-suggestion">${_("Suggestion")}</h3>
      <span class="part-hint">${_("nothing moves by itself")}</span>
    </header>
    ${shown ? offer(shown) : nothing} ${isAside ? putAside() : nothing}
  </section>`;
}

/** In the footer: which one, its first reason, and the way to it. */
export function suggestionLine() {
  const shown = shownSuggestion();
  if (!shown) return nothing;
  const [{ words }] = reasonsOf(shown);
  return html`<p class="foot-suggestion">
    <span><b>${_("Suggestion")}</b> ${_("No. %(number)s, %(reason)s", { number: shown.view.number, reason: words })}</span>
    <button type="button" class="button text" data-act="see_suggestion">${_("See")}</button>
  </p>`;
}

/** In the row of the queue that is suggested. */
export function suggestedMark(number) {
  return shownSuggestion()?.view.number === number ? html`<b class="meta-suggested">${_("suggested")}</b>` : nothing;
}
