/** The booth's last line: what has changed last and when, the keys and their switch. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../shared/i18n.js";
import { keysAreOn, setKeys } from "./keys.js";

const KEYS = [
  [["J", "K"], () => _("browse")],
  [["C"], () => _("correct the translation")],
  [["+", "−"], () => _("text size")],
];

/** The keys; drawn again after the switch. */
export function keyLegend(redraw) {
  const on = keysAreOn();
  const change = (event) => {
    setKeys(event.currentTarget.checked);
    redraw();
  };
  return html`${on ? html`<ul class="foot-keys">${KEYS.map(([caps, words]) => html`<li>${caps.map((cap) => html`<kbd class="key">${cap}</kbd>`)}<span>${words()}</span></li>`)}</ul>` : nothing}
    <label class="keys-switch"><input type="checkbox" .checked=${on} @change=${change} />${_("Single keys")}</label>`;
}

/** @param said [{words, at, fresh}], the latest last; empty: nothing has changed yet */
export function lastSaid(said) {
  if (!said.length) return html`<span>${_("A question taken back is struck out here at once.")}</span>`;
  return repeat(
    said,
    (one) => one,
    ({ words, at, fresh }) => html`<span class="sentence" ?data-fresh=${fresh}><b>${at}</b> ${words}</span> `,
  );
}
