/**
 * The menu of a question: the acts on the question, its place in the queue, its wording, its topic, its language and
 * its asker.
 */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { foreign, page } from "../../shared/page-data.js";
import { read } from "../../shared/view/original.js";
import { mayCorrect } from "../control/correction.js";
import { perform } from "../control/perform.js";
import { walk } from "../control/popover.js";
import { viewOf } from "../model/shown.js";
import { followersOf } from "../model/together.js";
import { change, isClosed, ui } from "../model/ui.js";
import { wholeFacts } from "./asked-by.js";
import { onSubmit } from "./events.js";
import { popover } from "./popover.js";
import { wordsOf } from "./question-words.js";
import { cap } from "./row-parts.js";

const close = () => change({ menu: null });

/**
 * Close the menu and perform an intent on its question.
 * @param {string} intent
 * @param {{number?: number, value?: string | number}} [target] `number`: a question other than the menu's question
 */
function performHere(intent, target = {}) {
  const row = ui.menu;
  close();
  if (row) perform(intent, { ...row, ...target });
}

/**
 * Return an entry of the menu, which performs an intent.
 * @param {string} intent
 * @param {string} words
 * @param {{key?: string, number?: number}} [options] `key`: the shortcut key to show. `number`: the question to act on,
 *   if it is not the menu's question
 */
function entry(intent, words, { key, number } = {}) {
  const go = () => performHere(intent, number === undefined ? {} : { number });
  return html`<li><button type="button" class="menu-entry" @click=${go}><span>${words}</span>${key ? cap(key) : nothing}</button></li>`;
}

const declineEntry = () => entry("decline", _("Decline…"), { key: "D" });
const mergeEntry = () => entry("merge", _("Merge…"), { key: "M" });
const nextEntry = () => entry("set_next", _("Set next"), { key: "N" });
const takeEntry = () => entry("take", _("Take now"), { key: "L" });
const putBackEntry = () => entry("put_back", _("Put back in the queue"));

/** @type {Partial<Record<StatusName, () => unknown[]>>} */
const ENTRIES = {
  pending: () => [
    entry("approve", _("Approve"), { key: "A" }),
    entry("approve_top", _("Approve, to the top of the queue")),
    declineEntry(),
    entry("kinds", _("Several questions…")),
    mergeEntry(),
  ],
  approved: () => [
    entry("to_top", _("To the top"), { key: "T" }),
    nextEntry(),
    takeEntry(),
    declineEntry(),
    mergeEntry(),
  ],
  next: () => [takeEntry(), putBackEntry(), declineEntry()],
  live: () => [entry("answer", _("Mark answered")), putBackEntry(), declineEntry()],
  declined: () => [entry("reconsider", _("Reconsider"))],
  answered: () => [entry("bring_back", _("Bring back to the screen"))],
  merged: () => [entry("split", _("Split"))],
};

/**
 * Return the menu's entries for the followers (the questions merged into this question). The first entry shows or hides
 * the followers; each further entry splits one follower from the lead.
 * @param {ChairsQuestion} view
 */
function together(view) {
  const followers = followersOf(view, ui.state.questions).filter((follower) => follower.view);
  if (!followers.length) return nothing;
  const words = ui.together.has(view.number) ? _("Hide what is asked together") : _("Show what is asked together");
  return html`<ul>
    ${entry("together", words, { key: "G" })}
    ${followers.map(({ number }) => entry("split", _("Split No. %(number)s", { number }), { number }))}
  </ul>`;
}

/**
 * Return the menu's entries for a new wording of the question, for a new glossary term and for muting the asker. The
 * entries do not reveal the asker's identity.
 * @param {ChairsQuestion} view
 */
function wordsAndAsker(view) {
  const words = view.edited ? _("Change the words…") : _("Clearer words…");
  const asker = view.muted ? entry("unmute", _("Let this asker ask again")) : entry("mute", _("Stop this asker…"));
  return html`<ul>
    ${view.text ? entry("wording", words, { key: "E" }) : nothing} ${entry("term", _("Add a term to the glossary…"))} ${view.aloud || view.source || isClosed() ? nothing : asker}
  </ul>`;
}

/** Maximum number of characters of a question's text in a menu. A longer text is cut and ends with "…". */
const OPENING = 20;

/**
 * Return the start of a question's text, isolated from the direction of the text around it.
 * @param {number} number
 */
function openingOf(number) {
  const view = ui.state.questions[number];
  const characters = [...(view ? wordsOf(view).text : "")];
  const opening = characters.slice(0, OPENING).join("");
  return `\u2068${characters.length > OPENING ? `${opening.trimEnd()}…` : opening}\u2069`;
}

/**
 * Return the form that places this question directly after another question of the queue, which the chair chooses. If
 * this question is pending, the form also approves it.
 * @param {ChairsQuestion} view
 */
function afterForm(view) {
  const others = ui.state.queue.filter((number) => number !== view.number);
  if (!others.length) return nothing;
  const isPending = view.status === "pending";
  const send = onSubmit((form) => {
    const value = Number(new FormData(form).get("after"));
    performHere(isPending ? "approve_after" : "move_to", { value });
  });
  return html`<form class="menu-form" @submit=${send}>
    <label for="menu-after">${isPending ? _("Approve and place after") : _("Move after")}</label>
    <select id="menu-after" class="field" name="after">
      ${others.map((number) => html`<option value=${number}>${_("No. %(number)s", { number })} · ${openingOf(number)}</option>`)}
    </select>
    <button class="button">${isPending ? _("Approve") : _("Move")}</button>
  </form>`;
}

/**
 * Return the menu's entries for the translation into this chair's language; nothing if the question needs no
 * translation.
 * @param {ChairsQuestion} view
 */
function translation(view) {
  if (!view.text || !mayCorrect(view)) return nothing;
  const { kind, state } = read(view);
  const words = kind === "original" ? _("Give a translation…") : _("Correct the translation…");
  return html`<ul>
    ${entry("correct", words, { key: "C" })}
    ${state === "failed" ? entry("retranslate", _("Translate again")) : nothing}
  </ul>`;
}

/**
 * Return the menu's group that corrects the language of the question.
 * @param {ChairsQuestion} view
 */
function languages(view) {
  const choices = [...page.session.languages, { code: "und", name: _("Another language") }];
  return html`<div class="menu-group" role="group" aria-label=${_("Language of the question")}>
    <p class="label">${_("Language of the question")}</p>
    ${choices.map(
      ({ code, name }) =>
        html`<button type="button" class="menu-entry" aria-pressed=${String(view.language === code)} lang=${code === "und" ? nothing : code} @click=${() => performHere("set_language", { value: code })}>${name}</button>`,
    )}
  </div>`;
}

/**
 * Return the menu's group that sets the topic of the question; nothing if the session has no topics.
 * @param {ChairsQuestion} view
 */
function topics(view) {
  if (!page.session.topics.length) return nothing;
  const choices = [...page.session.topics, { key: "", label: _("No topic"), lang: null }];
  return html`<div class="menu-group" role="group" aria-label=${_("Topic of the question")}>
    <p class="label">${_("Topic of the question")}</p>
    ${choices.map(
      (topic) =>
        html`<button type="button" class="menu-entry" data-topic=${topic.key} aria-pressed=${String((view.topic ?? "") === topic.key)} lang=${foreign(topic) ?? nothing} @click=${() => performHere("set_topic", { value: topic.key })}>${topic.label}</button>`,
    )}
  </div>`;
}

function content() {
  const view = ui.menu && viewOf(ui.menu);
  if (!view) return nothing;
  const isPlaceable = view.status === "pending" || view.status === "approved";
  const { text, lang, dir } = wordsOf(view);
  return html`<h2 id="menu-title" class="menu-title">${_("No. %(number)s", { number: view.number })}</h2>
    <div class="menu-question" tabindex="0" role="group" aria-labelledby="menu-title">
      <p class="voice" lang=${lang} dir=${dir}>${text}</p>
      ${wholeFacts(view)}
    </div>
    <ul>
      ${ENTRIES[view.status]?.() ?? nothing}
    </ul>
    ${isPlaceable ? afterForm(view) : nothing} ${together(view)} ${wordsAndAsker(view)} ${translation(view)} ${view.status === "withdrawn" ? nothing : html`${topics(view)} ${languages(view)}`}`;
}

export function chairMenu() {
  const isOpen = () => ui.menu !== null;
  return popover({ id: "chair-menu", labelledBy: "menu-title", isOpen, content, close, onKey: walk });
}
