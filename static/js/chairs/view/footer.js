/** The footer (the act that can be undone, the suggestion, some keys) and the help with all keys. */

import { html, nothing } from "lit/html.js";
import { _, formatTime } from "../../shared/i18n.js";
import { keyList } from "../control/key-list.js";
import { setKeys } from "../control/listeners.js";
import { perform } from "../control/perform.js";
import { undoSentence } from "../model/undo-sentence.js";
import { change, isClosed, ui } from "../model/ui.js";
import { onTick } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { cap } from "./row-parts.js";
import { suggestionLine } from "./suggestion.js";

/** The number of keys in the footer. The help shows all keys. */
const SHOWN = 8;

function undoOffer() {
  if (!ui.undo || isClosed()) return nothing;
  const { at } = ui.undo;
  const sentence = undoSentence(ui.undo, ui.state.questions);
  return html`<span><b>${sentence}</b>${at ? html` <time datetime=${at}>${formatTime(at)}</time>` : nothing}</span>
    <button type="button" class="button text" data-act="undo" aria-keyshortcuts="U">${_("Undo")}</button>`;
}

function undoPart() {
  const message = ui.messages.get("undo");
  return html`<div class="undo" role="status" aria-busy=${ui.busy.has("undo") ? "true" : nothing}>
    ${message ? html`<span>${message}</span>` : nothing} ${undoOffer()}
  </div>`;
}

/** @param {string[]} keys */
const caps = (keys) => html`<span class="keys">${keys.map((key) => cap(key))}</span>`;

export function chairsFoot() {
  const shown = ui.keysOn ? keyList().slice(0, SHOWN) : [];
  return html`<footer class="chairs-foot">
    ${undoPart()} ${suggestionLine()}
    <ul class="foot-keys" aria-hidden="true">
      ${shown.map(([keys, words]) => html`<li>${caps(keys)}${words}</li>`)}
    </ul>
    <button type="button" class="button quiet foot-theme" data-theme-switch hidden>${_("Light or dark")}</button>
    <button type="button" class="button quiet foot-help" data-act="keys" aria-haspopup="dialog">${cap("?")}${_("All keys")}</button>
  </footer>`;
}

const closeKeys = () => change({ keysOpen: false });

/**
 * Return the button of an intent that needs no question. The intents for a question are in the question's menu.
 * @param {string} intent
 * @param {string} words
 */
function intentButton(intent, words) {
  const go = () => {
    closeKeys();
    perform(intent, ui.current ?? {});
  };
  return html`<button type="button" class="keys-do" @click=${go}>${words}</button>`;
}

function helpContent() {
  return html`${popoverHeader("keys-title", _("Keys"), closeKeys)}
    <label class="keys-switch"><input type="checkbox" data-first .checked=${ui.keysOn} @change=${onTick(setKeys)} />${_("Keyboard shortcuts act on the current question")}</label>
    <dl>
      ${keyList().map(([keys, words, intent]) => html`<div><dt>${caps(keys)}<span class="visually-hidden">${keys.join(" ")}</span></dt><dd>${intent ? intentButton(intent, words) : words}</dd></div>`)}
    </dl>`;
}

/** Return the popover with all keys and the switch for keyboard shortcuts. */
export function keysHelp() {
  const isOpen = () => ui.keysOpen;
  return popover({ id: "keys-help", labelledBy: "keys-title", isOpen, content: helpContent, close: closeKeys });
}
