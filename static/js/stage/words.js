/**
 * The stage's few words, in up to three of the session's languages at once. The server gives them in
 * `page.words` {key: {language: text}}, since a page's own catalogue holds one language only.
 */

import { html } from "lit/html.js";
import { page } from "../lib/page.js";

const AT_ONCE = 3;

/** The session's languages, `first` (the language asked) before the others, three at most. */
export function languages(first) {
  const all = page.session.languages;
  return [...all.filter(({ code }) => code === first), ...all.filter(({ code }) => code !== first)].slice(0, AT_ONCE);
}

/** Text of a key in one language, else in the session's first, else empty. */
export function word(key, lang) {
  const texts = page.words?.[key] ?? {};
  return texts[lang] ?? texts[page.session.languages[0].code] ?? "";
}

/** One element per language, each with its own `lang` and `dir`; the same text is said once. */
export function words(key, first) {
  const texts = page.words?.[key] ?? {};
  const said = languages(first).filter(({ code }, index, all) => texts[code] && all.findIndex((other) => texts[other.code] === texts[code]) === index);
  return said.map(({ code, dir }) => html`<span class="word" lang=${code} dir=${dir}>${texts[code]}</span>`);
}

/** The label of a stakeholder group in the language asked; the page's own language where that is missing. */
export function groupLabel(key, lang) {
  return page.words?.groups?.[key]?.[lang] ?? page.session.groups.find((group) => group.key === key)?.label ?? "";
}
