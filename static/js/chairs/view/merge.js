/** With which question another is asked together: found by words or number, both texts side by side. */

import { html, nothing } from "lit/html.js";
import { choose, chosen, closeMerge, found, search, sendMerge, stepChoice } from "../control/merging.js";
import { statusLabel } from "../model/sentences.js";
import { groupsOf } from "../model/together.js";
import { ui } from "../model/ui.js";
import { _, formatNumber, languageName } from "../../shared/i18n.js";
import { groupMark, languageTag, statusMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { asAsked } from "../../shared/reading.js";
import { cap } from "./row-parts.js";
import { askedBlock, questionText, wordsOf } from "./question-words.js";
import { read } from "../../shared/view/original.js";

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") stepChoice(1);
  else if (event.key === "ArrowUp") stepChoice(-1);
  else if (event.key === "Enter") sendMerge();
  else return;
  event.preventDefault();
  queueMicrotask(() => document.querySelector('#merge [aria-selected="true"]')?.scrollIntoView({ block: "nearest" }));
}

function place(view) {
  const at = ui.state.queue.indexOf(view.number) + 1;
  return at ? _("place %(place)s", { place: formatNumber(at) }) : statusLabel(view.status);
}

function option({ view, score }, isActive) {
  const { text, lang, dir } = wordsOf(view);
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
    ${score === null ? html`<span class="candidate-place">${place(view)}</span>` : html`<b class="candidate-place">${_("similar")}</b>`}
  </li>`;
}

/** One of the two texts with everything behind it: nothing has to be opened to compare. */
function whole(view) {
  const { original } = read(view);
  const group = page.session.groups.find(({ key }) => key === view.group);
  const words = original && asAsked(view);
  return html`<section class="compared" aria-label=${_("No. %(number)s", { number: view.number })}>
    <p class="compared-head"><span class="number">${view.number}</span><span>${place(view)}</span></p>
    ${questionText(view)}
    <p class="meta">${group ? html`<span class="meta-group">${groupMark(view.group)}${group.short ?? group.label}</span>` : nothing}<span>${languageTag(view.language)}</span></p>
    ${
      words
        ? html`<div class="original"><p class="original-head"><span>${_("Original, in %(language)s", { language: languageName(view.language) })}</span></p>
          <p class="voice" lang=${words.lang} dir=${words.dir}>${words.text}</p></div>`
        : nothing
    }
    ${view.edited ? askedBlock(view) : nothing}
  </section>`;
}

/** What merging does: who speaks, for how many, of which groups. */
function effect(view, lead) {
  const count = [view, lead].reduce((sum, one) => sum + 1 + (one.merged?.count ?? 0), 0);
  const keys = groupsOf(
    [view, lead],
    page.session.groups.map(({ key }) => key),
    ui.state.questions,
  );
  const labels = keys.map((key) => page.session.groups.find((one) => one.key === key));
  return html`<p class="merge-effect">${statusMark("merged")}<span>${_("No. %(number)s will be read out and speak for %(count)s questions:", { number: lead.number, count: formatNumber(count) })}</span>
    ${labels.map((group) => html`<span class="meta-group">${groupMark(group.key)}${group.short ?? group.label}</span>`)}</p>`;
}

function content() {
  const view = ui.state.questions[ui.merge.view.number] ?? ui.merge.view;
  const list = found();
  const lead = chosen(list);
  return html`<header>
      <h2 id="merge-title">${_("Ask No. %(number)s together with which question?", { number: view.number })}</h2>
      <button type="button" class="button quiet" @click=${closeMerge}>${_("Close")}${cap(_("Esc"))}</button>
    </header>
    <div class="finder">
      <label class="visually-hidden" for="merge-find">${_("Find by words or number")}</label>
      <input id="merge-find" class="field" type="text" data-first autocomplete="off" role="combobox" aria-expanded="true" aria-controls="merge-list" aria-autocomplete="list"
        aria-activedescendant=${lead ? `merge-${lead.number}` : nothing} placeholder=${_("Words or number")} .value=${ui.merge.search}
        @input=${(event) => search(event.currentTarget.value)} @keydown=${onKey} />
    </div>
    <ul id="merge-list" class="candidates" role="listbox" aria-label=${_("Questions in play")}>
      ${list.map((one) => option(one, one.view.number === lead?.number))}
    </ul>
    <p class="empty-find" role="status">${list.length ? nothing : _("No question in play fits.")}</p>
    ${
      lead
        ? html`<div class="compare">${whole(view)} ${whole(lead)}</div>
          ${effect(view, lead)}
          <button type="button" class="button main" data-merge @click=${sendMerge}>${_("Ask together with No. %(number)s", { number: lead.number })}${cap(_("Enter"))}</button>`
        : html`<p class="hint">${_("Choose one to compare both texts.")}</p>`
    }`;
}

/** The popover; empty while closed. */
export function mergePopover() {
  return html`<div
    id="merge"
    class="popover merge"
    popover
    role="dialog"
    aria-labelledby="merge-title"
    @toggle=${(event) => event.newState === "closed" && ui.merge && closeMerge()}
  >${ui.merge ? content() : nothing}</div>`;
}
