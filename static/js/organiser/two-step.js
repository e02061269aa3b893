/** A button that first says what it will do, then does it. No dialog: the second button stands beneath the first. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { act, arm, ui } from "./ui.js";

/**
 * @param name unique on the page
 * @param label, consequence, confirm words of the first button, of the sentence, of the second button
 * @param what, body the command; `done` the sentence once it was accepted
 * @param kind class of the first button
 */
export function twoStep({ name, label, consequence, confirm, what, body, done, kind = "" }) {
  const open = ui.armed === name;
  const id = `confirm-${name.replace(/\W/g, "-")}`;
  return html`<div class="two-step" ?data-open=${open}>
    <button type="button" class=${`button ${kind}`} data-name=${name} aria-expanded=${String(open)} aria-controls=${open ? id : nothing} @click=${() => arm(name)}>${label}</button>
    ${
      open
        ? html`<div class="confirm" id=${id}>
      <p>${consequence}</p>
      <p class="confirm-buttons">
        <button type="button" class="button main" aria-busy=${String(ui.busy === name)} @click=${() => act(name, what, body, done)}>${confirm}</button>
        <button type="button" class="button quiet" @click=${() => arm(name)}>${_("Not now")}</button>
      </p>
    </div>`
        : nothing
    }
  </div>`;
}
