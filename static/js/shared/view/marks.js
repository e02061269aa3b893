/* Group marks, status glyphs and language tags. The shapes are defined once, in templates/_sprite.html. */

import { html } from "lit/html.js";
import { languageName } from "../i18n.js";
import { page } from "../page-data.js";

/**
 * Return the name of a group's mark. The server chooses the mark (core/marks.py).
 * @param {string} key
 */
const markOf = (key) => page?.session.groups.find((group) => group.key === key)?.mark ?? "other";

/**
 * Return the CSS class of a group's mark, and the reference to its symbol in the sprite.
 * @param {string} key
 */
export const groupShape = (key) => ({ name: `mark mark-${markOf(key)}`, href: `#mark-${markOf(key)}` });

/**
 * Return the mark of a stakeholder group.
 * @param {string} key
 */
export function groupMark(key) {
  const { name, href } = groupShape(key);
  return html`<svg class=${name} aria-hidden="true" focusable="false"><use href=${href}></use></svg>`;
}

/**
 * Return the glyph of a question's status, or of the state `saved` or `sending` of an entry in the outbox.
 * @param {string} status
 */
export function statusMark(status) {
  return html`<svg class="glyph glyph-${status}" aria-hidden="true" focusable="false"><use href="#glyph-${status}"></use></svg>`;
}

/** Return the chevron icon of an expandable element. */
export const chevron = () =>
  html`<svg class="glyph chevron" aria-hidden="true" focusable="false"><use href="#glyph-chevron"></use></svg>`;

/**
 * Return a tag with the first two letters of a language code in capitals, or "?" for an unknown language. For screen
 * readers, the tag contains the language's name.
 * @param {string | null | undefined} code
 */
export function languageTag(code) {
  const letters = !code || code === "und" ? "?" : code.toUpperCase();
  return html`<span class="tag"><span aria-hidden="true">${letters}</span><span class="visually-hidden">${languageName(code)}</span></span>`;
}
