/** Beneath a lead: whom it speaks for, their words one tap away, each with the way out. And what a question is close to. */

import { html, nothing } from "lit/html.js";
import { similarTo } from "../model/candidates.js";
import { statusLabel } from "../model/sentences.js";
import { followersOf, groupsOf } from "../model/together.js";
import { isClosed, ui } from "../model/ui.js";
import { _, ngettext } from "../../shared/i18n.js";
import { groupMark, statusMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { actButton, askedBy, noteLine } from "./row-parts.js";
import { openedWords, questionText } from "./question-words.js";
import { openedOriginal } from "../../shared/view/original.js";

/** Above so many they are counted, not named. */
const NAMED = 3;

const groupName = (key) => {
  const group = page.session.groups.find((one) => one.key === key);
  return group
    ? html`<span class="meta-group">${groupMark(key)}<span class="group-name">${group.short ?? group.label}</span></span>`
    : nothing;
};

function named(followers) {
  return followers.map(
    ({ number, view }) =>
      html`<span class="together-one">${_("No. %(number)s", { number })}${view ? groupName(view.group) : nothing}</span>`,
  );
}

function counted(lead, followers) {
  const keys = page.session.groups.map(({ key }) => key);
  const groups = groupsOf(followers.map((one) => one.view).filter(Boolean), keys, {});
  return html`<span>${ngettext("%(n)s question", "%(n)s questions", followers.length)}</span>${groups.map(groupName)}`;
}

function follower({ number, view }, tab) {
  return html`<li class="follower" data-number=${number} data-status="merged" aria-busy=${ui.busy.has(number) ? "true" : nothing}>
    <span class="number">${number}</span>
    <div>
      ${view ? html`${questionText(view)} ${askedBy(view, nothing, tab)} ${openedOriginal(view)} ${openedWords(view)}` : nothing}
      ${noteLine(number)}
    </div>
    ${view && !isClosed() ? actButton("split", _("Split"), { kind: "text", tab }) : nothing}
  </li>`;
}

/** One quiet line that opens; nothing where the question speaks for itself alone. `tab`: for its buttons. */
export function togetherOf(view, tab) {
  if (!view.merged) return nothing;
  const followers = followersOf(view, ui.state.questions);
  const isOpen = ui.together.has(view.number);
  return html`<div class="together">
    <button type="button" class="together-line" data-act="together" tabindex=${tab ?? nothing} aria-expanded=${String(isOpen)}>
      ${statusMark("merged")}<span class="together-words">${_("asked together:")}</span>
      ${followers.length > NAMED ? counted(view, followers) : named(followers)}
    </button>
    ${isOpen ? html`<ul class="followers">${followers.map((one) => follower(one, tab))}</ul>` : nothing}
  </div>`;
}

function where(view) {
  const place = ui.state.queue.indexOf(view.number) + 1;
  return place ? _("place %(place)s in the queue", { place }) : statusLabel(view.status);
}

/** "close to No. 21, place 4 in the queue: compare"; nothing where the server finds none. */
export function closeTo(view, tab) {
  const [first] = similarTo(view, ui.state);
  if (!first) return nothing;
  const { number } = first.view;
  return html`<p class="close-to">
    ${statusMark("merged")}<span>${_("close to No. %(number)s, %(where)s", { number, where: where(first.view) })}</span>
    <button type="button" class="original-button" data-act="merge" data-value=${number} data-numeric tabindex=${tab ?? nothing} aria-haspopup="dialog">${_("compare")}</button>
  </p>`;
}

/** Everything about them that a row shows: it is drawn again when one of these is another. */
export function togetherParts(view) {
  if (!view) return [];
  const others = followersOf(view, ui.state.questions).flatMap((one) => [
    one.view,
    ui.busy.has(one.number),
    ui.notes.get(one.number),
  ]);
  const [first] = similarTo(view, ui.state);
  return [ui.together.has(view.number), first?.view, first && where(first.view), ...others];
}
