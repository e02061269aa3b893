/** The booth's footer: the last changes with their times, the keys and their switch. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../shared/i18n.js";
import { keysAreOn, setKeys } from "./keys.js";

/** @import {Sentence} from "./signal.js" */

/** @type {[keys: string[], words: () => string][]} */
const KEYS = [
  [["J", "K"], () => _("browse")],
  [["C"], () => _("correct the translation")],
  [["+", "−"], () => _("text size")],
];

/**
 * Return the list of the keys, with the switch for keyboard shortcuts.
 * @param {() => void} redraw called after a change of the switch
 */
export function keyLegend(redraw) {
  const isOn = keysAreOn();
  const change = (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => {
    setKeys(event.currentTarget.checked);
    redraw();
  };
  return html`${isOn ? html`<ul class="foot-keys">${KEYS.map(([keys, words]) => html`<li>${keys.map((key) => html`<kbd class="key">${key}</kbd>`)}<span>${words()}</span></li>`)}</ul>` : nothing}
    <label class="keys-switch"><input type="checkbox" .checked=${isOn} @change=${change} />${_("Keyboard shortcuts")}</label>`;
}

/**
 * Return the last changes in words.
 * @param {Sentence[]} sentences oldest first; empty before the first change
 */
export function lastChanges(sentences) {
  if (!sentences.length) return html`<span>${_("A question taken back is struck out here at once.")}</span>`;
  return repeat(
    sentences,
    (sentence) => sentence,
    ({ words, at, isFresh }) => html`<span class="sentence" ?data-fresh=${isFresh}><b>${at}</b> ${words}</span> `,
  );
}
