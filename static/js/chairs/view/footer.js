/** The last line of the dashboard: what can be undone, and the keys. */

import { html, nothing } from "lit/html.js";
import { keyList, setKeys } from "../control/keyboard.js";
import { undoSentence } from "../model/sentences.js";
import { perform } from "../control/perform.js";
import { change, isClosed, ui } from "../model/ui.js";
import { _, formatTime } from "../../shared/i18n.js";
import { cap } from "./row-parts.js";
import { suggestionLine } from "./suggestion.js";

const SHOWN = 8; // of the key list, on the line itself

function undoPart() {
  const note = ui.notes.get("undo");
  return html`<div class="undo" role="status" aria-busy=${ui.busy.has("undo") ? "true" : nothing}>
    ${note ? html`<span>${note}</span>` : nothing}
    ${
      ui.undo && !isClosed()
        ? html`<span><b>${undoSentence(ui.undo, ui.state.questions)}</b>${ui.undo.at ? html` <time datetime=${ui.undo.at}>${formatTime(ui.undo.at)}</time>` : nothing}</span>
          <button type="button" class="button text" data-act="undo" aria-keyshortcuts="U">${_("Undo")}</button>`
        : nothing
    }
  </div>`;
}

const caps = (keys) => html`<span class="keys">${keys.map((key) => cap(key))}</span>`;

/** The footer line. */
export function chairsFoot() {
  return html`<footer class="chairs-foot">
    ${undoPart()} ${suggestionLine()}
    <ul class="foot-keys" aria-hidden="true">
      ${
        ui.keysOn
          ? keyList()
              .slice(0, SHOWN)
              .map(([keys, words]) => html`<li>${caps(keys)}${words}</li>`)
          : nothing
      }
    </ul>
    <button type="button" class="button quiet foot-theme" data-theme-switch hidden>${_("Light or dark")}</button>
    <button type="button" class="button quiet foot-help" data-act="keys" aria-haspopup="dialog">${cap("?")}${_("All keys")}</button>
  </footer>`;
}

/** What concerns the whole page can be done from here; what concerns a question, from its own menu. */
function doIt(wish, words) {
  const go = () => {
    change({ keysOpen: false });
    perform(wish, ui.current ?? {});
  };
  return html`<button type="button" class="keys-do" @click=${go}>${words}</button>`;
}

/** Every key, and the switch that turns single keys off. */
export function keysHelp() {
  return html`<div
    id="keys-help"
    class="popover keys-help"
    popover
    role="dialog"
    aria-labelledby="keys-title"
    @toggle=${(event) => event.newState === "closed" && ui.keysOpen && change({ keysOpen: false })}
  >
    <header>
      <h2 id="keys-title">${_("Keys")}</h2>
      <button type="button" class="button quiet" data-act="keys">${_("Close")}${cap(_("Esc"))}</button>
    </header>
    <label class="keys-switch"><input type="checkbox" data-first .checked=${ui.keysOn} @change=${(event) => setKeys(event.currentTarget.checked)} />${_("Single keys act on the current question")}</label>
    <dl>
      ${keyList().map(([keys, words, wish]) => html`<div><dt>${caps(keys)}<span class="visually-hidden">${keys.join(" ")}</span></dt><dd>${wish ? doIt(wish, words) : words}</dd></div>`)}
    </dl>
  </div>`;
}
