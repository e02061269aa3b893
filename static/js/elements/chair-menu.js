/** What else can be done with one question: places, languages, selecting. */

import { html, nothing } from "lit/html.js";
import { perform } from "../chairs/perform.js";
import { walk } from "../chairs/popover.js";
import { change, ui } from "../chairs/ui.js";
import { _ } from "../lib/i18n.js";
import { page } from "../lib/page.js";
import { mayCorrect } from "./chair-correction.js";
import { cap } from "./chair-parts.js";
import { read } from "./original.js";

const close = () => change({ menu: null });

function entry(act, words, key) {
  const go = () => {
    const { list, number } = ui.menu;
    close();
    perform(act, { list, number });
  };
  return html`<li><button type="button" class="menu-entry" @click=${go}><span>${words}</span>${key ? cap(key) : nothing}</button></li>`;
}

const ENTRIES = {
  pending: () => [entry("approve_top", _("Approve, to the top of the queue")), entry("decline", _("Decline…"), "D")],
  approved: () => [
    entry("to_top", _("To the top"), "T"),
    entry("set_next", _("Set next"), "N"),
    entry("take", _("Take now"), "L"),
    entry("decline", _("Decline…"), "D"),
  ],
  next: () => [entry("take", _("Take now"), "L"), entry("put_back", _("Put back in the queue")), entry("decline", _("Decline…"), "D")],
  live: () => [
    entry("answer", _("Mark answered")),
    entry("put_back", _("Put back in the queue")),
    entry("decline", _("Decline…"), "D"),
  ],
};

const OPENING = 32; // characters, enough to know a question by

const opening = (text = "") => ([...text].length > OPENING ? `${[...text].slice(0, OPENING).join("").trimEnd()}…` : text);

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
      ${others.map((number) => html`<option value=${number}>${_("No. %(number)s", { number })} · ${opening(ui.state.questions[number] && read(ui.state.questions[number]).text)}</option>`)}
    </select>
    <button class="button">${view.status === "pending" ? _("Approve") : _("Move")}</button>
  </form>`;
}

/** What can be done about the translation into this chair's language; nothing where there is none to make. */
function translation(view) {
  if (!mayCorrect(view)) return nothing;
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
    ${["pending", "approved"].includes(view.status) ? afterForm(view) : nothing} ${translation(view)} ${languages(view)}`;
}

/** The popover; empty while closed or when the question has gone. */
export function chairMenu() {
  const view = ui.menu && ui.state.questions[ui.menu.number];
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
