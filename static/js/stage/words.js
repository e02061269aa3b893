/**
 * The stage's few words, in up to three of the session's languages at once. The server gives them in
 * `page.words` {key: {language: text}}, since a page's own catalogue holds one language only.
 */

import { html, nothing } from "lit/html.js";
import { fill } from "../shared/i18n.js";
import { page } from "../shared/page.js";
import { translationsOf } from "../shared/reading.js";

const AT_ONCE = 3;

/** The session's languages, `first` (the language asked) before the others, three at most. */
export function languages(first) {
  const all = page.session.languages;
  return [...all.filter(({ code }) => code === first), ...all.filter(({ code }) => code !== first)].slice(0, AT_ONCE);
}

/** Text of a key in one language, else in the session's first, else empty. */
export function word(key, lang) {
  const said = page.words?.[key];
  return said?.[lang] ?? said?.[page.session.languages[0].code] ?? "";
}

/** The key's texts in those languages, [{code, dir, text}]; what is the same in two is said once. */
export function texts(key, first) {
  const all = languages(first).map(({ code, dir }) => ({ code, dir, text: page.words?.[key]?.[code] }));
  return all.filter(({ text }, index) => text && all.findIndex((other) => other.text === text) === index);
}

/** One element per language, each with its own `lang` and `dir`. */
export function words(key, first) {
  return texts(key, first).map(
    ({ code, dir, text }) => html`<span class="word" lang=${code} dir=${dir}>${text}</span>`,
  );
}

/** A few words about a question in the language of its line; where its language may not be known, in all of them alike. */
export function spoken(key, view, tongue, values) {
  const all = view.language === undefined ? texts(key) : [{ code: tongue, text: word(key, tongue) }];
  return html`<span class="spoken">${all.map(({ code, dir, text }) => html`<span lang=${code ?? nothing} dir=${dir ?? nothing}>${fill(text, values)}</span>`)}</span>`;
}

/** The translations to stand under a question's own words: done ones, so many that three languages are on the stage at once. */
export function alsoSaid(view) {
  if (view.texts) return [];
  return translationsOf(
    view,
    languages(view.language).map(({ code }) => code),
  ).slice(0, AT_ONCE - 1);
}

/** The short label of a stakeholder group, for where several stand in a line. */
export function groupShort(key, lang) {
  return page.words?.shorts?.[key]?.[lang] ?? page.session.groups.find((group) => group.key === key)?.short ?? "";
}

/** Under the Rule: the question in up to three of the session's languages, in their fixed order; none while the words stand alone. */
export function toldAlike(view) {
  return view.texts
    ? translationsOf(
        view,
        languages().map(({ code }) => code),
      )
    : [];
}

/** The label of a stakeholder group in the language asked; the page's own language where that is missing. */
export function groupLabel(key, lang) {
  return page.words?.groups?.[key]?.[lang] ?? page.session.groups.find((group) => group.key === key)?.label ?? "";
}
