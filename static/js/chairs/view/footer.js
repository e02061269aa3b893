/**
 * The footer and the help. The footer shows the act that can be undone, the suggestion and some keyboard shortcuts. The
 * help shows all shortcuts.
 */

import { html, nothing } from "lit/html.js";
import { _, formatTime } from "../../shared/i18n.js";
import { keyList } from "../control/key-list.js";
import { setKeys } from "../control/listeners.js";
import { perform } from "../control/perform.js";
import { isUndoUnsettled } from "../control/screen-guard.js";
import { undoSentence } from "../model/undo-sentence.js";
import { change, isClosed, ui } from "../model/ui.js";
import { occupiedLine, restLine } from "./editors.js";
import { onTick } from "./events.js";
import { hasUnreadNote, noteStrip } from "./notes.js";
import { popover, popoverHeader } from "./popover.js";
import { cap } from "./row-parts.js";
import { suggestionLine } from "./suggestion.js";
import { thumbBar } from "./thumb-bar.js";

/** Maximum number of keyboard shortcuts in the footer. The help shows all of them. */
const SHOWN = 8;

function undoOffer() {
  if (!ui.undo || isClosed()) return nothing;
  const { at } = ui.undo;
  const sentence = undoSentence(ui.undo, ui.state.questions);
  return html`<span><b>${sentence}</b>${at ? html` <time datetime=${at}>${formatTime(at)}</time>` : nothing}</span>
    <button type="button" class="button text" data-act="undo" aria-keyshortcuts="U" aria-disabled=${isUndoUnsettled(ui.undo.act) ? "true" : nothing}>${_("Undo")}</button>`;
}

function undoPart() {
  const message = ui.messages.get("press") ?? ui.messages.get("undo");
  return html`<div class="undo" role="status" aria-busy=${ui.busy.has("undo") ? "true" : nothing}>
    ${message ? html`<span>${message}</span>` : nothing} ${occupiedLine()} ${undoOffer()}
  </div>`;
}

/**
 * Return the key caps (drawn keys) of several keys.
 * @param {string[]} keys
 */
const caps = (keys) => html`<span class="keys">${keys.map((key) => cap(key))}</span>`;

/** Return the buttons that set the density of the rows; nothing on a phone. */
function densityChoice() {
  if (ui.isPhone) return nothing;
  const choices = [
    ["compact", _("compact")],
    ["comfortable", _("comfortable")],
  ];
  return html`<div class="foot-density" role="group" aria-label=${_("Density of the rows")}>
    <span class="foot-rows" aria-hidden="true">${_("Rows")}</span>
    ${choices.map(
      ([density, words]) =>
        html`<button type="button" class="way" data-act="density" data-value=${density} aria-pressed=${String(ui.density === density)}>${words}</button>`,
    )}
  </div>`;
}

/** Return the footer. While a note is unread, the footer shows the note instead of the keys. */
export function chairsFoot() {
  const shown = ui.keysOn && !hasUnreadNote() ? keyList().slice(0, SHOWN) : [];
  return html`<footer class="chairs-foot">
    <div class="foot-line">
      ${undoPart()} ${suggestionLine()}
      <div class="foot-note">${noteStrip()}</div>
      ${restLine()}
      <ul class="foot-keys" aria-hidden="true" ?hidden=${ui.keysRest}>
        ${shown.map(([keys, words]) => html`<li>${caps(keys)}${words}</li>`)}
      </ul>
      <button type="button" class="button quiet foot-help" data-act="keys" aria-haspopup="dialog">${cap("?")}${_("All keys")}</button>
      ${densityChoice()}
      <button type="button" class="more foot-theme" data-theme-switch hidden title=${_("Light or dark")} aria-label=${_("Light or dark")}>
        <svg viewBox="0 0 18 18" width="16" height="16" aria-hidden="true" focusable="false"><circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.9"></circle><path d="M9 2a7 7 0 0 1 0 14z" fill="currentColor"></path></svg>
      </button>
      <a class="more foot-leave" href=${`${location.pathname}/leave`} title=${_("Leave this seat")} aria-label=${_("Leave this seat")}>
        <svg viewBox="0 0 18 18" width="16" height="16" aria-hidden="true" focusable="false"><path d="M7 2H3v14h4M8 9h8M12.5 5.5 16 9l-3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.9"></path></svg>
      </a>
    </div>
    ${thumbBar()}
  </footer>`;
}

const closeKeys = () => change({ keysOpen: false });

/**
 * Return a button for the help. A click on the button closes the help and performs `intent`. The help has no buttons
 * for the intents of a single question, because the menu of the question contains these intents.
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
