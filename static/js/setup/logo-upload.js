/** The upload of a logo, and the tile that shows the logo. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { redraw } from "./store.js";

const MOST_BYTES = 1024 * 1024;

/** The error of the last upload; key: `logo` or `logo_dark`. @type {Map<string, string>} */
const errors = new Map();
/** The logos (`logo`, `logo_dark`) whose upload is running. @type {Set<string>} */
const running = new Set();

/**
 * Return the tile of a logo with the buttons that upload and remove the logo.
 * @param {"logo" | "logo_dark"} place
 * @param {string} label
 * @param {string | null | undefined} hash
 * @param {(hash: string | null) => void} onChange
 */
export function logoUpload(place, label, hash, onChange) {
  /** @param {Event} event */
  async function choose(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    input.value = "";
    // The change event of the file field must not reach the block: its listener would save the block before the upload,
    // that is, with the earlier logo.
    event.stopPropagation();
    if (!file) return;
    running.add(place);
    errors.delete(place);
    redraw();
    const answer = await send(file);
    running.delete(place);
    if (answer.logo) onChange(answer.logo);
    else errors.set(place, answer.message);
    redraw();
  }
  const id = `look-${place}`;
  return html`<div class="logo-tile" data-logo=${place}>
    <p class="label" id=${`${id}-label`}>${label}</p>
    <div class=${place === "logo" ? "tile" : "tile tile-dark"} aria-busy=${String(running.has(place))}>${hash ? html`<img src=${`/logo/${hash}.png`} alt="">` : html`<span>${_("No logo")}</span>`}</div>
    <p class="logo-acts"><label class="button text" for=${id}>${hash ? _("Change") : _("Choose a PNG file")}</label>
      <input class="visually-hidden" type="file" accept="image/png,.png" id=${id} aria-labelledby=${`${id}-label`} aria-describedby=${errors.has(place) ? `${id}-error` : nothing} @change=${choose}>
      ${hash ? html`<button type="button" class="button quiet" @click=${() => onChange(null)}>${_("Remove")}<span class="visually-hidden">: ${label}</span></button>` : nothing}</p>
    ${errors.has(place) ? html`<p class="error" id=${`${id}-error`} role="alert">${errors.get(place)}</p>` : nothing}
  </div>`;
}

/**
 * Send a file to the server. The promise never rejects.
 * @param {File} file
 * @returns {Promise<{logo?: string, message: string}>}
 */
async function send(file) {
  const unanswered = _("The server did not answer. Please try again.");
  if (file.size > MOST_BYTES) return { message: _("The file is larger than %(limit)s MB.", { limit: 1 }) };
  try {
    const response = await fetch(`/api/s/${page.session.code}/organiser/logo`, {
      method: "POST",
      body: file,
      headers: { "X-Open-Floor": "1", "Content-Type": "application/octet-stream" },
    });
    const answer = await response.json();
    return response.ok ? answer : { message: answer.message };
  } catch {
    return { message: unanswered };
  }
}
