/**
 * The merge dialog. The chair chooses the question (the lead) into which another question is merged, and compares the
 * texts of the two questions side by side.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Candidate } from "../model/candidates.js" */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, languageName } from "../../shared/i18n.js";
import { isComposing } from "../../shared/keys.js";
import { page } from "../../shared/page-data.js";
import { asAsked } from "../../shared/reading.js";
import { languageTag, statusMark } from "../../shared/view/marks.js";
import { read } from "../../shared/view/original.js";
import { choose, chosen, closeMerge, listed, search, sendMerge, stepChoice } from "../control/merging.js";
import { statusLabel } from "../model/sentences.js";
import { groupsOf } from "../model/together.js";
import { ui } from "../model/ui.js";
import { groupLabel } from "./asked-by.js";
import { dialogNotice } from "./dialog-notice.js";
import { onValue } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { askedBlock, questionText, wordsOf } from "./question-words.js";
import { cap } from "./row-parts.js";

/**
 * Choose a candidate with the up and down arrow keys; merge on Enter.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (isComposing(event)) return;
  if (event.key === "ArrowDown") stepChoice(1);
  else if (event.key === "ArrowUp") stepChoice(-1);
  else if (event.key === "Enter") sendMerge();
  else return;
  event.preventDefault();
  queueMicrotask(() => document.querySelector('#merge [aria-selected="true"]')?.scrollIntoView({ block: "nearest" }));
}

/**
 * Return the question's place in the queue in words. If the question is not in the queue, return its status.
 * @param {ChairsQuestion} view
 */
function placeOf(view) {
  const place = ui.state.queue.indexOf(view.number) + 1;
  return place ? _("place %(place)s", { place: formatNumber(place) }) : statusLabel(view.status);
}

/**
 * Return a candidate in the list of the dialog.
 * @param {Candidate} candidate
 * @param {boolean} isActive
 */
function option({ view, score }, isActive) {
  const { text, lang, dir } = wordsOf(view);
  const place =
    score === null
      ? html`<span class="candidate-place">${placeOf(view)}</span>`
      : html`<b class="candidate-place">${_("similar")}</b>`;
  return html`<li
    id="merge-${view.number}"
    role="option"
    class="candidate"
    data-candidate=${view.number}
    aria-selected=${String(isActive)}
    @click=${() => choose(view.number)}
  >
    <span class="number">${view.number}</span>
    <span class="voice" lang=${lang} dir=${dir}>${text}</span>
    ${place}
  </li>`;
}

/**
 * Return one of the two compared questions, with its translation, its original and the asker's own words.
 * @param {ChairsQuestion} view
 */
function compared(view) {
  const original = read(view).original ? asAsked(view) : null;
  return html`<section class="compared" aria-label=${_("No. %(number)s", { number: view.number })}>
    <p class="compared-head"><span class="number">${view.number}</span><span>${placeOf(view)}</span></p>
    ${questionText(view)}
    <p class="meta">${groupLabel(view.group)}<span>${languageTag(view.language)}</span></p>
    ${
      original
        ? html`<div class="original"><p class="original-head"><span>${_("Original, in %(language)s", { language: languageName(view.language) })}</span></p>
          <p class="voice" lang=${original.lang} dir=${original.dir}>${original.text}</p></div>`
        : nothing
    }
    ${view.edited ? askedBlock(view) : nothing}
  </section>`;
}

/**
 * Return the sentence about the effect of the merge. The sentence names the lead (the question that is then read out
 * for all merged questions), the number of questions including the lead, and the groups of all their askers.
 * @param {ChairsQuestion} view
 * @param {ChairsQuestion} lead
 */
function effect(view, lead) {
  const count = 2 + (view.merged?.count ?? 0) + (lead.merged?.count ?? 0);
  const keys = groupsOf(
    [view, lead],
    page.session.groups.map(({ key }) => key),
    ui.state.questions,
  );
  return html`<p class="merge-effect">${statusMark("merged")}<span>${_("No. %(number)s will be read out and speak for %(count)s questions:", { number: lead.number, count: formatNumber(count) })}</span>
    ${keys.map(groupLabel)}</p>`;
}

/**
 * Return the two questions side by side, and the effect of the merge.
 * @param {ChairsQuestion} view
 * @param {ChairsQuestion} lead
 */
function comparison(view, lead) {
  return html`<div class="compare">${compared(view)} ${compared(lead)}</div>
    ${effect(view, lead)}
    <button type="button" class="button main" data-merge @click=${sendMerge}>${_("Ask together with No. %(number)s", { number: lead.number })}${cap(_("Enter"))}</button>`;
}

function content() {
  if (!ui.merge) return nothing;
  const view = ui.state.questions[ui.merge.view.number] ?? ui.merge.view;
  const list = listed();
  const lead = chosen(list);
  const title = _("Ask No. %(number)s together with which question?", { number: view.number });
  return html`${popoverHeader("merge-title", title, closeMerge)}
    ${dialogNotice([ui.merge.view])}
    <div class="finder">
      <label class="visually-hidden" for="merge-find">${_("Find by words or number")}</label>
      <input id="merge-find" class="field" type="text" data-first autocomplete="off" role="combobox" aria-expanded="true" aria-controls="merge-list" aria-autocomplete="list"
        aria-activedescendant=${lead ? `merge-${lead.number}` : nothing} placeholder=${_("Words or number")} .value=${ui.merge.search}
        @input=${onValue(search)} @keydown=${onKey} />
    </div>
    <ul id="merge-list" class="candidates" role="listbox" aria-label=${_("Open questions")}>
      ${list.map((candidate) => option(candidate, candidate.view.number === lead?.number))}
    </ul>
    <p class="empty-find" role="status">${list.length ? nothing : _("No open question matches.")}</p>
    ${lead ? comparison(view, lead) : html`<p class="hint">${_("Choose one to compare both texts.")}</p>`}`;
}

export function mergePopover() {
  const isOpen = () => ui.merge !== null;
  return popover({ id: "merge", labelledBy: "merge-title", isOpen, content, close: closeMerge });
}
