/**
 * A two-step button, which does not execute its act at once. A click on the button shows the consequence of the act and
 * a second button. The second button executes the act. The page uses two-step buttons instead of dialogs.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { executeAct, toggleStep, ui } from "./ui.js";

/**
 * @typedef {object} TwoStep The parts of a two-step button.
 * @property {string} name unique on the page
 * @property {string} act
 * @property {Record<string, unknown>} body of the command
 * @property {unknown} label of the first button: a text or a template
 * @property {unknown} consequence a sentence, or a template
 * @property {string} confirm label of the second button
 * @property {string} done the sentence after the command was accepted
 * @property {string} [kind] class of the first button
 */

/**
 * Return a two-step button. While the button is open, also return the consequence and the second button.
 * @param {TwoStep} step
 */
export function twoStep({ name, act, body, label, consequence, confirm, done, kind = "" }) {
  const isOpen = ui.openStep === name;
  const id = `confirm-${name.replace(/\W/g, "-")}`;
  return html`<div class="two-step" ?data-open=${isOpen}>
    <button type="button" class=${`button ${kind}`} data-name=${name} aria-expanded=${String(isOpen)} aria-controls=${isOpen ? id : nothing} @click=${() => toggleStep(name)}>${label}</button>
    ${
      isOpen
        ? html`<div class="confirm" id=${id}>
      <p>${consequence}</p>
      <p class="confirm-buttons">
        <button type="button" class="button main" aria-busy=${String(ui.busy === name)} @click=${() => executeAct(name, act, body, done)}>${confirm}</button>
        <button type="button" class="button quiet" @click=${() => toggleStep(name)}>${_("Not now")}</button>
      </p>
    </div>`
        : nothing
    }
  </div>`;
}
