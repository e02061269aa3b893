/**
 * The booth's footer: the last changes with their times, the list of the keys, and the switch for keyboard shortcuts.
 */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../shared/i18n.js";
import { keysRest } from "./rest.js";
import { keysAreOn, setKeys } from "./keys.js";

/** @import {Sentence} from "./signal.js" */

/** @type {[keys: string[], words: () => string][]} */
const KEYS = [
  [["J", "K"], () => _("browse")],
  [["C"], () => _("correct the translation")],
  [["T"], () => _("add a term")],
  [["W"], () => _("messages")],
  [["+", "−"], () => _("text size")],
];

/**
 * Return the switch that turns keyboard shortcuts on or off. If the shortcuts are on, also return a list of them. While
 * rest.js disables the shortcuts, return a notice instead of the list.
 * @param {() => void} redraw called after a change of the switch
 */
export function keyLegend(redraw) {
  const isOn = keysAreOn();
  const change = (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => {
    setKeys(event.currentTarget.checked);
    redraw();
  };
  if (isOn && keysRest())
    return html`<p class="keys-rest" role="status"><b>${_("Shortcuts are off until you choose a question")}</b></p>${keySwitch(isOn, change)}`;
  return html`${isOn ? html`<ul class="foot-keys">${KEYS.map(([keys, words]) => html`<li>${keys.map((key) => html`<kbd class="key">${key}</kbd>`)}<span>${words()}</span></li>`)}</ul>` : nothing}
    ${keySwitch(isOn, change)}`;
}

/**
 * Return the switch that turns keyboard shortcuts on or off.
 * @param {boolean} isOn
 * @param {(event: Event & {currentTarget: HTMLInputElement}) => void} onChange
 */
const keySwitch = (isOn, onChange) =>
  html`<label class="keys-switch"><input type="checkbox" .checked=${isOn} @change=${onChange} />${_("Keyboard shortcuts")}</label>`;

/**
 * Return the sentences about the last changes.
 * @param {Sentence[]} sentences oldest first; empty before the first change
 */
export function lastChanges(sentences) {
  if (!sentences.length)
    return html`<span>${_("A question removed from the queue is struck out here at once.")}</span>`;
  return repeat(
    sentences,
    (sentence) => sentence,
    ({ words, at, isFresh }) => html`<span class="sentence" ?data-fresh=${isFresh}><b>${at}</b> ${words}</span> `,
  );
}
