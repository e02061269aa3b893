/**
 * The parts of a row below the question's text: the followers (the questions merged into this question), and the most
 * similar question.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Follower } from "../model/together.js" */
/** @import { Tab } from "./row-parts.js" */

import { html, nothing } from "lit/html.js";
import { _, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { statusMark } from "../../shared/view/marks.js";
import { openedOriginal } from "../../shared/view/original.js";
import { similarTo } from "../model/candidates.js";
import { statusLabel } from "../model/sentences.js";
import { followersOf, groupsOf } from "../model/together.js";
import { isClosed, ui } from "../model/ui.js";
import { askedBy, groupLabel } from "./asked-by.js";
import { openedWords, questionText } from "./question-words.js";
import { actButton, messageLine } from "./row-parts.js";

/**
 * Maximum number of followers (merged questions) that the line lists one by one. If a question has more followers, the
 * line shows only their count and groups.
 */
const NAMED = 3;

/** @param {Follower[]} followers */
function named(followers) {
  return followers.map(
    ({ number, view }) =>
      html`<span class="together-one">${_("No. %(number)s", { number })}${view ? groupLabel(view.group) : nothing}</span>`,
  );
}

/**
 * Return the number of followers (merged questions) and their groups in words.
 * @param {Follower[]} followers
 */
function counted(followers) {
  const keys = page.session.groups.map(({ key }) => key);
  const views = followers.flatMap(({ view }) => view ?? []);
  const groups = groupsOf(views, keys, {});
  return html`<span>${ngettext("%(n)s question", "%(n)s questions", followers.length)}</span>${groups.map(groupLabel)}`;
}

/**
 * Return the text of a follower (merged question) with its facts and the button that splits it from the lead.
 * @param {Follower} follower
 * @param {Tab | undefined} tab
 */
function followerEntry({ number, view }, tab) {
  const words = view
    ? html`${questionText(view)} ${askedBy(view, nothing, tab)} ${openedOriginal(view)} ${openedWords(view)}`
    : nothing;
  return html`<li class="follower" data-number=${number} data-status="merged" aria-busy=${ui.busy.has(number) ? "true" : nothing}>
    <span class="number">${number}</span>
    <div>
      ${words}
      ${messageLine(number)}
    </div>
    ${view && !isClosed() ? actButton("split", _("Split"), { kind: "text", tab }) : nothing}
  </li>`;
}

/**
 * Return the line that lists the followers (the questions merged into this question). The line is a button that shows
 * the followers' texts. Return nothing if the question has no followers.
 * @param {ChairsQuestion} view
 * @param {Tab} [tab] the tabindex of the buttons
 */
export function togetherOf(view, tab) {
  if (!view.merged) return nothing;
  const followers = followersOf(view, ui.state.questions);
  const isOpen = ui.together.has(view.number);
  return html`<div class="together">
    <button type="button" class="together-line" data-act="together" tabindex=${tab ?? nothing} aria-expanded=${String(isOpen)}>
      ${statusMark("merged")}<span class="together-words">${_("asked together:")}</span>
      ${followers.length > NAMED ? counted(followers) : named(followers)}
    </button>
    ${isOpen ? html`<ul class="followers">${followers.map((follower) => followerEntry(follower, tab))}</ul>` : nothing}
  </div>`;
}

/**
 * Return the question's place in the queue in words. If the question is not in the queue, return its status.
 * @param {ChairsQuestion} view
 */
function placeOf(view) {
  const place = ui.state.queue.indexOf(view.number) + 1;
  return place ? _("place %(place)s in the queue", { place }) : statusLabel(view.status);
}

/**
 * Return the line about the most similar question: "similar to No. 21, place 4 in the queue", with the button
 * "compare". Return nothing if the server finds no similar question.
 * @param {ChairsQuestion} view
 * @param {Tab} [tab]
 */
export function closeTo(view, tab) {
  const [first] = similarTo(view, ui.state);
  if (!first) return nothing;
  const { number } = first.view;
  return html`<span class="close-to">
    ${statusMark("merged")}<span>${_("similar to No. %(number)s, %(where)s", { number, where: placeOf(first.view) })}</span>
    <button type="button" class="original-button" data-act="merge" data-value=${number} data-numeric tabindex=${tab ?? nothing} aria-haspopup="dialog">${_("compare")}</button>
  </span>`;
}

/**
 * Return all values that a row shows about the followers of its question and about the most similar question. The page
 * redraws the row if one of these values changes.
 * @param {ChairsQuestion | undefined} view
 */
export function togetherParts(view) {
  if (!view) return [];
  const followers = followersOf(view, ui.state.questions).flatMap((follower) => [
    follower.view,
    ui.busy.has(follower.number),
    ui.messages.get(follower.number),
  ]);
  const [first] = similarTo(view, ui.state);
  return [ui.together.has(view.number), first?.view, first && placeOf(first.view), ...followers];
}
