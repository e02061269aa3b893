/** Everything that can be done with one question: what its row offers too, places, words, languages, its asker. */

import { html, nothing } from "lit/html.js";
import { perform } from "../control/perform.js";
import { walk } from "../control/popover.js";
import { viewOf } from "../model/shown.js";
import { followersOf } from "../model/together.js";
import { change, isClosed, ui } from "../model/ui.js";
import { _ } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";
import { mayCorrect } from "./correction.js";
import { cap } from "./row-parts.js";
import { wordsOf } from "./question-words.js";
import { read } from "../../shared/view/original.js";

const close = () => change({ menu: null });

/** `of`: another question than the menu's that the act is on. */
function entry(act, words, key, of = null) {
  const go = () => {
    const { list, number } = ui.menu;
    close();
    perform(act, { list, number: of ?? number });
  };
  return html`<li><button type="button" class="menu-entry" @click=${go}><span>${words}</span>${key ? cap(key) : nothing}</button></li>`;
}

const ENTRIES = {
  pending: () => [
    entry("approve", _("Approve"), "A"),
    entry("approve_top", _("Approve, to the top of the queue")),
    entry("decline", _("Decline…"), "D"),
    entry("merge", _("Merge…"), "M"),
  ],
  approved: () => [
    entry("to_top", _("To the top"), "T"),
    entry("set_next", _("Set next"), "N"),
    entry("take", _("Take now"), "L"),
    entry("decline", _("Decline…"), "D"),
    entry("merge", _("Merge…"), "M"),
  ],
  next: () => [
    entry("take", _("Take now"), "L"),
    entry("put_back", _("Put back in the queue")),
    entry("decline", _("Decline…"), "D"),
  ],
  live: () => [
    entry("answer", _("Mark answered")),
    entry("put_back", _("Put back in the queue")),
    entry("decline", _("Decline…"), "D"),
  ],
  declined: () => [entry("reconsider", _("Reconsider"))],
  answered: () => [entry("bring_back", _("Bring back to the screen"))],
  merged: () => [entry("split", _("Split"))],
};

/** Whom it speaks for: to look at, and to split off one by one. */
function together(view) {
  const followers = followersOf(view, ui.state.questions).filter((one) => one.view);
  if (!followers.length) return nothing;
  return html`<ul>
    ${entry("together", ui.together.has(view.number) ? _("Hide what is asked together") : _("Show what is asked together"), "G")}
    ${followers.map(({ number }) => entry("split", _("Split No. %(number)s", { number }), null, number))}
  </ul>`;
}

/** Clearer words, and the asker, whom the tool stops without telling who it is. */
function wordsAndAsker(view) {
  return html`<ul>
    ${view.text ? entry("wording", view.edited ? _("Change the words…") : _("Clearer words…"), "E") : nothing}
    ${view.aloud || isClosed() ? nothing : view.muted ? entry("unmute", _("Let this asker ask again")) : entry("mute", _("Stop this asker…"))}
  </ul>`;
}

const OPENING = 32; // characters, enough to know a question by

const opening = (text = "") =>
  [...text].length > OPENING ? `${[...text].slice(0, OPENING).join("").trimEnd()}…` : text;

/** "After No. …": approves or moves behind a number of the queue. */
function afterForm(view) {
  const act = view.status === "pending" ? "approve_after" : "move_to";
  const others = ui.state.queue.filter((number) => number !== view.number);
  if (!others.length) return nothing;
  const go = (event) => {
    event.preventDefault();
    const value = Number(new FormData(event.currentTarget).get("after"));
    const { list, number } = ui.menu;
    close();
    perform(act, { list, number, value });
  };
  const name = view.status === "pending" ? _("Approve, after") : _("Move, after");
  return html`<form class="menu-form" @submit=${go}>
    <label for="menu-after">${name}</label>
    <select id="menu-after" class="field" name="after">
      ${others.map((number) => html`<option value=${number}>${_("No. %(number)s", { number })} · ${opening(ui.state.questions[number] && wordsOf(ui.state.questions[number]).text)}</option>`)}
    </select>
    <button class="button">${view.status === "pending" ? _("Approve") : _("Move")}</button>
  </form>`;
}

/** What can be done about the translation into this chair's language; nothing where there is none to make. */
function translation(view) {
  if (!view.text || !mayCorrect(view)) return nothing;
  const { kind, state } = read(view);
  return html`<ul>
    ${entry("correct", kind === "original" ? _("Give a translation…") : _("Correct the translation…"), "C")}
    ${state === "failed" ? entry("retranslate", _("Translate again")) : nothing}
  </ul>`;
}

function languages(view) {
  const choose = (language) => () => {
    const { list, number } = ui.menu;
    close();
    perform("set_language", { list, number, value: language });
  };
  const choices = [...page.session.languages, { code: "und", name: _("Another language") }];
  return html`<div class="menu-group" role="group" aria-label=${_("Language of the question")}>
    <p class="label">${_("Language of the question")}</p>
    ${choices.map(
      ({ code, name }) =>
        html`<button type="button" class="menu-entry" aria-pressed=${String(view.language === code)} lang=${code === "und" ? nothing : code} @click=${choose(code)}>${name}</button>`,
    )}
  </div>`;
}

function content(view) {
  return html`<h2 id="menu-title" class="menu-title">${_("No. %(number)s", { number: view.number })}</h2>
    <ul>
      ${ENTRIES[view.status]?.() ?? nothing}
    </ul>
    ${["pending", "approved"].includes(view.status) ? afterForm(view) : nothing} ${together(view)} ${wordsAndAsker(view)} ${translation(view)} ${languages(view)}`;
}

/** The popover; empty while closed or when the question has gone. */
export function chairMenu() {
  const view = ui.menu && viewOf(ui.menu);
  return html`<div
    id="chair-menu"
    class="popover chair-menu"
    popover
    role="dialog"
    aria-labelledby="menu-title"
    @keydown=${(event) => walk(event, "button")}
    @toggle=${(event) => event.newState === "closed" && ui.menu && close()}
  >${view ? content(view) : nothing}</div>`;
}
