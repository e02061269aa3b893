/**
 * The previews of the phone and the stage: the real pages in frames. The previews show the saved definition and are
 * loaded again after each saved change.
 */

import { html } from "lit/html.js";
import { _, languageName } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { previewWords, savedState } from "./saved-words.js";
import { present, setup } from "./store.js";

let lang = "";
let redraw = () => {};

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function previewWith(draw) {
  redraw = draw;
}

/**
 * Show the preview in the language of the field in which the person writes.
 * @param {HTMLElement} form
 */
export function followLanguage(form) {
  // Use the capture phase: the language must be stored before the field's own listener draws the page.
  form.addEventListener(
    "input",
    ({ target }) => {
      const code = /** @type {HTMLElement} */ (target).lang;
      if (code) lang = code;
    },
    true,
  );
}

/** Return the session's languages that are also languages of the interface. */
const languages = () =>
  /** @type {string[]} */ (present().languages).filter((code) => page.interface.some((entry) => entry.code === code));

export function preview() {
  const offered = languages();
  const shown = offered.includes(lang) ? lang : (offered[0] ?? page.lang);
  const address = (/** @type {string} */ name) =>
    `/s/${page.session.code}/setup/${name}?lang=${shown}&version=${setup.state?.version}`;
  return html`<h2>${_("Preview")}</h2>
    <p class="hint" data-preview-saved=${savedState()}>${previewWords()}</p>
    ${
      offered.length > 1
        ? html`<p class="preview-languages">${offered.map(
            (code) =>
              html`<button type="button" class="button quiet" aria-pressed=${String(code === shown)} @click=${() => {
                lang = code;
                redraw();
              }}>${code.toUpperCase()} <span class="visually-hidden">${languageName(code)}</span></button>`,
          )}</p>`
        : ""
    }
    <figure class="preview-phone"><div><iframe inert tabindex="-1" sandbox="allow-same-origin" title=${_("Preview of the phone")} src=${address("phone")}></iframe></div><figcaption>${_("Phone")}</figcaption></figure>
    <figure class="preview-stage"><div><iframe inert tabindex="-1" title=${_("Preview of the stage")} src=${address("stage")}></iframe></div><figcaption>${_("Stage")}</figcaption></figure>`;
}
