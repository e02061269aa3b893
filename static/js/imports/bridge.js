/**
 * The section about the bridge token, with which a program sends questions. The organiser makes, copies and revokes the
 * token here. The page shows a token only once.
 */

import { html, nothing } from "lit/html.js";
import { copyText } from "../shared/copy-text.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { blankAfter } from "../shared/sentences.js";
import { timeOf } from "./times.js";
import { change, runMakeToken, runRevokeToken, ui } from "./ui.js";

/**
 * Copy a text, and say whether it was copied.
 * @param {string} text
 */
async function copy(text) {
  const isCopied = await copyText(text);
  change({ bridgeOutcome: isCopied ? _("Copied") : _("Not copied: select the text and copy it.") });
}

/**
 * Return the field with a new token and the button that copies it.
 * @param {string} token
 */
function tokenField(token) {
  return html`<label class="label" for="token">${_("Token. It is shown only now: copy it.")}</label>
    <input class="field token" id="token" readonly dir="ltr" .value=${token} />
    <button type="button" class="button" data-copy-token @click=${() => copy(token)}>${_("Copy the token")}</button>`;
}

export function bridgeSection() {
  const { bridgeMadeAt: madeAt, token } = ui;
  const address = `${location.origin}/api/s/${page.session.code}/bridge/`;
  return html`<section class="list" aria-labelledby="bridge-heading">
    <h2 id="bridge-heading" tabindex="-1">${_("Let a program send questions")}</h2>
    <p class="hint">${_("A program sends questions with a token. The token is a key: give it only to the people who run the program. What it sends in the rehearsal is deleted when you open the session.")}</p>
    <p class="hint">${_("Address:")}${blankAfter(_("Address:"))}<bdi dir="ltr" class="address">${address}</bdi></p>
    <p class="message" role="status">${ui.bridgeOutcome}</p>
    <p class="message error" role="alert">${ui.bridgeRefusal}</p>
    ${token ? tokenField(token) : nothing}
    ${madeAt && !token ? html`<p data-created-at>${_("There is a token, made %(time)s.", { time: timeOf(madeAt) })}</p>` : nothing}
    <div class="confirm-buttons">
      <button type="button" class="button" data-make-token aria-busy=${String(ui.busy === "bridge")} @click=${runMakeToken}>${madeAt ? _("Make a new token; the old one stops at once") : _("Make a token")}</button>
      ${madeAt ? html`<button type="button" class="button quiet" data-revoke-token @click=${runRevokeToken}>${_("Revoke the token")}</button>` : nothing}
    </div>
  </section>`;
}
