/** The pieces that every view of the stage is made of. */

import { html, nothing } from "lit/html.js";
import { _, fill, formatTime } from "../shared/i18n.js";
import { languageTag, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { asAsked, reading } from "../shared/reading.js";
import { askers } from "./askers.js";
import { spoken, texts, word, words } from "./words.js";

const known = (lang) => (lang && lang !== "und" ? lang : undefined);

/** A text as shared/reading.js gives it, with its own language and direction where the stage may know them. */
function text(got, name = "") {
  return html`<p class="said ${name}" lang=${got.lang || nothing} dir=${got.dir}>${got.text}</p>`;
}

/** The question as asked, or that it was asked aloud and nobody has written it down; under the Rule, where none is the original, in the stage's own language. */
export function said(view, name) {
  if (view.texts) return text(reading(view, page.lang), name);
  if (view.text !== "") return text(asAsked(view), name);
  return html`<p class="said aloud ${name}">${texts("aloud", known(view.language)).map(({ code, dir, text: line }) => html`<span lang=${code} dir=${dir}>${line}</span>`)}</p>`;
}

/** One of the texts that stand alike. */
export const alike = (got) => html`<div class="alike" data-lang=${got.lang}>${text(got, "live")}</div>`;

/** The question in the stage's own language, where there is one; else as asked. */
export function saidHere(view, name) {
  return text(
    view.text === "" ? { text: _("Asked in the room"), lang: page.lang, dir: "auto" } : reading(view, page.lang),
    name,
  );
}

const KINDS = { machine: "machine", booth: "corrected", chair: "corrected_chair" };

/** What is said of a translation, in its own language. */
export const kindWord = ({ kind, lang }) => word(KINDS[kind], lang);

/** A translation under Now, with its tag and what it is. */
export function translated(got) {
  return html`<div class="translated" data-lang=${got.lang} data-kind=${got.kind}>
    ${text(got)}
    <p class="about" dir=${got.dir}><span class="about-tag">${languageTag(got.lang)}</span><span lang=${got.lang}>${kindWord(got)}</span></p>
  </div>`;
}

/** Glyph, the label in the session's languages (or the first `most`), and the permanent number. */
export function heading(key, view, { glyph, most, here } = {}) {
  return html`<div class="heading heading-${key}">
    <h2>${glyph ? statusMark(glyph) : nothing}<span class="words">${words(key, known(here ? reading(view, page.lang).lang : view?.language)).slice(0, most)}</span></h2>
    ${view ? html`<span class="figure">${view.number}</span>` : nothing}
  </div>`;
}

/** `kind`: what the text is, in the language asked; by itself what is said of the stage's own. Language asked, whose words they are, who asked, name and addressee, each only where the stream gives it; nothing when it gives none. It stands on the text's side. */
export function about(view, { kind } = {}) {
  const lang = known(view.language);
  // Beside Now its translations stand in their own lines; in the rail there is one text, and what it is stands here.
  const here = reading(view, page.lang);
  const what = kind ?? kindWord(here);
  const dir = kind === undefined ? here.dir : view.direction;
  const tongue = (kind === undefined && known(here.lang)) || lang;
  const person = page.session.panellists.find(({ key }) => key === view.to);
  const parts = [
    lang ? html`<span class="about-tag">${languageTag(lang)}</span>` : nothing,
    lang && what ? html`<span class="about-kind" lang=${kind ? lang : page.lang}>${what}</span>` : nothing,
    view.edited ? spoken("edited", view, tongue) : nothing,
    ...askers(view, tongue),
    view.name ? html`<span dir="auto">${view.name}</span>` : nothing,
    person ? html`<span>${fill(word("to", tongue) || _("To %(name)s"), { name: person.name })}</span>` : nothing,
  ];
  return parts.every((part) => part === nothing)
    ? nothing
    : html`<p class="about" dir=${(lang && dir) || nothing}>${parts}</p>`;
}

/** Where to ask: the QR code on white, the address, the join code. */
export function join() {
  return html`<div class="join">
    <img class="qr" src=${`/s/${page.session.code}/qr.svg`} alt=${page.session.join_url} />
    <p class="join-words"><span class="host">${page.session.join_host}</span> <strong class="code">${page.session.code}</strong></p>
  </div>`;
}

/** The same in one line, where there is no room for the picture. */
export function joinLine() {
  return html`<p class="join-line">${page.session.join_host} <strong>${page.session.code}</strong></p>`;
}

/** "14:39" and the telephone while the link is lost: what stands here is from then. */
export function lost({ since }) {
  if (!since) return nothing;
  return html`<p class="lost" role="status">${statusMark("saved")}<span>${formatTime(since)}</span></p>`;
}

/** The numbers of those for whom there is no room; past `limit` how many more there are. */
export function numbers(views, limit = 24) {
  if (!views.length) return nothing;
  const rest = views.length - limit;
  return html`<p class="numbers">${views.slice(0, limit).map(({ number }) => html`<span>${number}</span>`)}${rest > 0 ? html`<span>+${rest}</span>` : nothing}</p>`;
}

/** The Rule in one line per language; nothing while it is off. */
export function rule({ settings }) {
  if (!settings?.chatham_house_rule) return nothing;
  return html`<div class="rule">
    ${texts("rule").map(({ code, dir, text }) => html`<p lang=${code} dir=${dir}><strong>${text}</strong> ${page.words.rule_meaning?.[code]}</p>`)}
  </div>`;
}
