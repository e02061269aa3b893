/* Group marks, status glyphs and language tags. The shapes are defined once, in templates/_sprite.html. */

import { html } from "lit/html.js";
import { languageName } from "../i18n.js";

const GROUPS = new Set([
  "government",
  "igo",
  "civil_society",
  "private_sector",
  "academia",
  "technical",
  "media",
  "other",
  "undisclosed",
]);

/**
 * Return the id of a group's shape in the sprite: a pentagon for a group that only the session file defines.
 * @param {string} key
 */
export const groupShape = (key) => `#mark-${GROUPS.has(key) ? key : "custom"}`;

/**
 * Return the solid shape of a stakeholder group.
 * @param {string} key
 */
export function groupMark(key) {
  return html`<svg class="mark mark-${key}" aria-hidden="true" focusable="false"><use href=${groupShape(key)}></use></svg>`;
}

/**
 * Return the stroked glyph of a status, or of an outbox entry's state: `saved`, `sending`.
 * @param {string} status
 */
export function statusMark(status) {
  return html`<svg class="glyph glyph-${status}" aria-hidden="true" focusable="false"><use href="#glyph-${status}"></use></svg>`;
}

/** Return the chevron icon of an expandable element. */
export const chevron = () =>
  html`<svg class="glyph chevron" aria-hidden="true" focusable="false"><use href="#glyph-chevron"></use></svg>`;

/**
 * Return the two letters of a language, with its name for screen readers.
 * @param {string | null | undefined} code
 */
export function languageTag(code) {
  const letters = !code || code === "und" ? "?" : code.slice(0, 2).toUpperCase();
  return html`<span class="tag"><span aria-hidden="true">${letters}</span><span class="visually-hidden">${languageName(code)}</span></span>`;
}
