/** The pieces of every view of the stage. */

import { html, nothing } from "lit/html.js";
import { _, fill, formatTime } from "../shared/i18n.js";
import { languageTag, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { asAsked, reading } from "../shared/reading.js";
import { askers } from "./askers.js";
import { remark, texts, word, words } from "./words.js";

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
/** @import {Reading, Text} from "../shared/reading.js" */
/** @import {WordKey} from "./words.js" */

/** @typedef {{state: StreamState, since: string | null}} Shown `since`: ISO time at which the connection was lost. */
/**
 * @typedef {object} Room The part of the programme that is shown as text.
 * @property {boolean} nextWhole whether Next is shown as text
 * @property {number} whole how many questions of the queue are shown as text
 * @property {number} [limit] the maximum number of other questions that are shown as numbers
 */

const NUMBERS = 24;

/** @param {string | undefined} lang */
const known = (lang) => (lang && lang !== "und" ? lang : undefined);

/**
 * @param {Text} text
 * @param {string} [name] a CSS class
 */
function paragraph({ text, lang, dir }, name = "") {
  return html`<p class="said ${name}" lang=${lang || nothing} dir=${dir}>${text}</p>`;
}

/**
 * Return the question as asked. For a question that was not written down, return a sentence. Under the Chatham House
 * Rule, return the text in the stage's own language.
 * @param {QuestionView} view
 * @param {string} name a CSS class
 */
export function originalText(view, name) {
  if (view.texts) return paragraph(reading(view, page.lang), name);
  if (view.text !== "") return paragraph(asAsked(view), name);
  return html`<p class="said aloud ${name}">${texts("aloud", known(view.language)).map(({ code, dir, text }) => html`<span lang=${code} dir=${dir}>${text}</span>`)}</p>`;
}

/**
 * Return the question in the stage's own language if there is a translation, otherwise as asked.
 * @param {QuestionView} view
 */
export function localText(view) {
  if (view.text === "") return paragraph({ text: _("Asked in the room"), lang: page.lang, dir: "auto" });
  return paragraph(reading(view, page.lang));
}

/**
 * Return one of the texts of a question under the Chatham House Rule.
 * @param {Reading} text
 */
export const unmarkedText = (text) => html`<div class="alike" data-lang=${text.lang}>${paragraph(text, "live")}</div>`;

/** @type {Partial<Record<Reading["kind"], WordKey>>} */
const ORIGINS = { machine: "machine", booth: "corrected", chair: "corrected_chair" };

/**
 * Return the origin of a translation in the translation's own language; "" for the question as asked.
 * @param {Reading} reading
 */
function originWord({ kind, lang }) {
  const key = ORIGINS[kind];
  return key ? word(key, lang) : "";
}

/**
 * Return a translation below Now, with its language and origin.
 * @param {Reading} translation
 */
export function translatedText(translation) {
  const { kind, lang, dir } = translation;
  return html`<div class="translated" data-lang=${lang} data-kind=${kind}>
    ${paragraph(translation)}
    <p class="about" dir=${dir}><span class="about-tag">${languageTag(lang)}</span><span lang=${lang}>${originWord(translation)}</span></p>
  </div>`;
}

/**
 * Return a heading in the session's languages, with the question's number.
 * @param {WordKey} key
 * @param {QuestionView | null} view
 * @param {{glyph?: string, most?: number, isLocal?: boolean}} [options] `most`: the maximum number of languages;
 *   `isLocal`: begin with the language of the local text, not with the language of the question as asked
 */
export function heading(key, view, { glyph, most, isLocal = false } = {}) {
  const lang = isLocal && view ? reading(view, page.lang).lang : view?.language;
  return html`<div class="heading heading-${key}">
    <h2>${glyph ? statusMark(glyph) : nothing}<span class="words">${words(key, known(lang)).slice(0, most)}</span></h2>
    ${view ? html`<span class="figure">${view.number}</span>` : nothing}
  </div>`;
}

/**
 * Return the line below a text: the language in which the question was asked, origin, groups, name, panellist. Leave
 * out each part that the stream does not have. Return nothing if the stream has no part.
 * @param {QuestionView} view
 * @param {string} [originalKind] the origin of the question as asked, in its language; without `originalKind`, the line
 *   is about the local text
 */
export function about(view, originalKind) {
  const lang = known(view.language);
  const local = reading(view, page.lang);
  const isLocal = originalKind === undefined;
  const kind = originalKind ?? originWord(local);
  const dir = isLocal ? local.dir : view.direction;
  const lineLang = (isLocal && known(local.lang)) || lang;
  const panellist = page.session.panellists.find(({ key }) => key === view.to);
  const parts = [
    lang ? html`<span class="about-tag">${languageTag(lang)}</span>` : nothing,
    lang && kind ? html`<span class="about-kind" lang=${originalKind ? lang : page.lang}>${kind}</span>` : nothing,
    view.edited ? remark("edited", view, lineLang) : nothing,
    ...askers(view, lineLang),
    view.name ? html`<span dir="auto">${view.name}</span>` : nothing,
    panellist
      ? html`<span>${fill(word("to", lineLang) || _("To %(name)s"), { name: panellist.name })}</span>`
      : nothing,
  ];
  return parts.every((part) => part === nothing)
    ? nothing
    : html`<p class="about" dir=${(lang && dir) || nothing}>${parts}</p>`;
}

/** Return the way to join: the QR code on white, the address, the join code. */
export function joinBox() {
  return html`<div class="join">
    <img class="qr" src=${`/s/${page.session.code}/qr.svg`} alt=${page.session.join_url} />
    <p class="join-words"><span class="host">${page.session.join_host}</span> <strong class="code">${page.session.code}</strong></p>
  </div>`;
}

/** Return the way to join in one line, without the QR code. */
export function joinLine() {
  return html`<p class="join-line">${page.session.join_host} <strong>${page.session.code}</strong></p>`;
}

/**
 * Return the time at which the connection was lost; nothing while there is a connection.
 * @param {Shown} shown
 */
export function lostLine({ since }) {
  if (!since) return nothing;
  return html`<p class="lost" role="status">${statusMark("saved")}<span>${formatTime(since)}</span></p>`;
}

/**
 * Return the numbers of questions whose texts do not fit. If there are more than `limit` questions, count the rest.
 * @param {QuestionView[]} views
 * @param {number} [limit]
 */
export function numberList(views, limit = NUMBERS) {
  if (!views.length) return nothing;
  const rest = views.length - limit;
  return html`<p class="numbers">${views.slice(0, limit).map(({ number }) => html`<span>${number}</span>`)}${rest > 0 ? html`<span>+${rest}</span>` : nothing}</p>`;
}

/**
 * Return the Chatham House Rule in one line for each language; nothing while the Rule is off.
 * @param {StreamState} state
 */
export function ruleLines({ settings }) {
  if (!settings?.chatham_house_rule) return nothing;
  return html`<div class="rule">
    ${texts("rule").map(({ code, dir, text }) => html`<p lang=${code} dir=${dir}><strong>${text}</strong> ${page.words?.rule_meaning?.[code]}</p>`)}
  </div>`;
}
