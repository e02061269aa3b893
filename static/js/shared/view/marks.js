/* Group shapes, status glyphs and language tags. The shapes themselves stand once, in templates/_sprite.html. */
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

/** The solid shape of a stakeholder group; a group of the session's own making is a pentagon. */
export function groupMark(key) {
  return html`<svg class="mark mark-${key}" aria-hidden="true" focusable="false"><use href="#mark-${GROUPS.has(key) ? key : "custom"}"></use></svg>`;
}

/** The stroke of a status; also `saved` and `sending`. */
export function statusMark(status) {
  return html`<svg class="glyph glyph-${status}" aria-hidden="true" focusable="false"><use href="#glyph-${status}"></use></svg>`;
}

/** Marks what opens. */
export const chevron = () =>
  html`<svg class="glyph chevron" aria-hidden="true" focusable="false"><use href="#glyph-chevron"></use></svg>`;

/** The two letters of the language asked; its name for those who listen. */
export function languageTag(code) {
  const letters = !code || code === "und" ? "?" : code.slice(0, 2).toUpperCase();
  return html`<span class="tag"><span aria-hidden="true">${letters}</span><span class="visually-hidden">${languageName(code)}</span></span>`;
}
