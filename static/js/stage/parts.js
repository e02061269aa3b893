/** The elements from which every view of the stage is built. */

import { html, nothing } from "lit/html.js";
import { _, fill, formatTime } from "../shared/i18n.js";
import { languageTag, statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { asAsked, directionOf, reading } from "../shared/reading.js";
import { askers } from "./askers.js";
import { readingLanguage } from "./languages.js";
import { known, remark, texts, word, words } from "./words.js";

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
/** @import {Reading, Text} from "../shared/reading.js" */
/** @import {WordKey} from "./words.js" */

/** @typedef {{state: StreamState, since: string | null}} Shown `since`: ISO time at which the connection was lost. */
/**
 * @typedef {object} Room How much of the programme is shown as text, and how much only by the questions' numbers.
 * @property {boolean} nextWhole whether Next is shown as text
 * @property {number} [nextLines] maximum number of lines of the text of Next; default: all lines
 * @property {number} whole how many questions of the queue are shown as text
 * @property {number} [limit] at most this many further questions of the queue are shown only by their number; default:
 *   NUMBERS
 */

const NUMBERS = 24;

/**
 * Return a text as a paragraph, with the language and direction of the text.
 * @param {Text} text
 * @param {string} [name] a CSS class
 */
function paragraph({ text, lang, dir }, name = "") {
  return html`<p class="said ${name}" lang=${lang || nothing} dir=${dir}>${text}</p>`;
}

/**
 * Return the question as asked. If the question has `texts` (Chatham House Rule), return the text in the stage's
 * reading language. If the question was not written down, return the words "Asked in the room", once in each of the
 * stage's languages. If the words in all these languages do not fit into one line, the style sheet hides the words in
 * some languages.
 * @param {QuestionView} view
 * @param {string} name a CSS class
 */
export function originalText(view, name) {
  if (view.texts) return paragraph(reading(view, readingLanguage()), name);
  if (view.text !== "") return paragraph(asAsked(view), name);
  return html`<p class="said aloud words ${name}">${words("aloud", known(view.language))}</p>`;
}

/**
 * Return a paragraph with the question's text in `lang`. Without a translation into `lang`, show the original. If the
 * question was not written down, show the words "Asked in the room".
 * @param {QuestionView} view
 * @param {string} [lang]
 */
export function localText(view, lang = readingLanguage()) {
  if (view.text !== "") return paragraph(reading(view, lang));
  const text = lang === page.lang ? _("Asked in the room") : word("aloud", lang);
  return paragraph({ text, lang, dir: directionOf(lang) }, "aloud");
}

/**
 * Return one text of a question under the Chatham House Rule, as a paragraph.
 * @param {Reading} text
 */
export const unmarkedText = (text) => html`<div class="alike" data-lang=${text.lang}>${paragraph(text, "live")}</div>`;

/**
 * Return a line with the names of all languages of the question. Mark the languages of the texts in `shown`. Return
 * `nothing` if all texts are shown.
 * @param {Reading[]} all all texts of the question that the stage shows
 * @param {Reading[]} shown the texts that are now on the screen
 */
export function turnLine(all, shown) {
  if (shown.length >= all.length) return nothing;
  const nameOf = (/** @type {string} */ lang) => page.session.languages.find(({ code }) => code === lang)?.name ?? lang;
  const isShown = (/** @type {string} */ lang) => shown.some((text) => text.lang === lang);
  return html`<p class="about turns">${all.filter(({ lang }) => lang).map(({ lang, dir }) => html`<span lang=${lang} dir=${dir} ?data-shown=${isShown(lang)}>${nameOf(lang)}</span>`)}</p>`;
}

/** @type {Partial<Record<Reading["kind"], WordKey>>} */
const ORIGINS = { machine: "machine", booth: "corrected", chair: "corrected_chair" };

/**
 * Return the words for the origin of a translation, such as "machine translation", in the translation's language.
 * Return "" for the question as asked.
 * @param {Reading} reading
 */
function originWord({ kind, lang }) {
  const key = ORIGINS[kind];
  return key ? word(key, lang) : "";
}

/**
 * Return a translation of the live question, with the language and the origin of the translation below it.
 * @param {Reading} translation
 * @param {string} [name] a CSS class of the text
 */
export function translatedText(translation, name) {
  const { kind, lang, dir } = translation;
  return html`<div class="translated" data-lang=${lang} data-kind=${kind}>
    ${paragraph(translation, name)}
    <p class="about" dir=${dir}><span class="about-tag">${languageTag(lang)}</span><span lang=${lang}>${originWord(translation)}</span></p>
  </div>`;
}

/**
 * Return a heading in the session's languages, with the question's number.
 * @param {WordKey} key
 * @param {QuestionView | null} view
 * @param {{glyph?: string, most?: number, lang?: string}} [options] `most`: the maximum number of languages;
 *   `lang`: the first language, by default the language of the question as asked
 */
export function heading(key, view, { glyph, most, lang = view?.language } = {}) {
  return html`<div class="heading heading-${key}">
    <h2>${glyph ? statusMark(glyph) : nothing}<span class="words">${words(key, known(lang)).slice(0, most)}</span></h2>
    ${view ? html`<span class="figure">${view.number}</span>` : nothing}
  </div>`;
}

/**
 * Return the label of the question's topic in the language `lang`. If the topic has no label in `lang`, return the
 * label in the session's first language.
 * @param {QuestionView} view
 * @param {string | undefined} lang
 */
function topicLabel({ topic }, lang) {
  const labels = page.words?.topics[topic ?? ""];
  if (!labels) return nothing;
  const shown = lang && labels[lang] ? lang : page.session.languages[0].code;
  return html`<span class="about-topic" lang=${shown}>${labels[shown] ?? Object.values(labels)[0]}</span>`;
}

/**
 * Return the line below a text, with the facts about the question: its language, the origin of the text, the remark
 * "edited", the groups, the topic, the asker's name and the panellist. Only the line of the live question has the
 * topic. Leave out each fact that the stream's data do not contain. Return nothing if all facts are left out.
 * @param {QuestionView} view
 * @param {{originalKind?: string, shownIn?: string}} [options] For the live question, pass `originalKind`: the word
 *   "Original" in the question's language, or "" to show no such word, for example for an edited question. The line
 *   is then in the question's language. For any other question, leave out `originalKind`: the line then names the
 *   origin of the text in the language `shownIn` (by default the reading language).
 */
export function about(view, { originalKind, shownIn = readingLanguage() } = {}) {
  const lang = known(view.language);
  const local = reading(view, shownIn);
  const isLocal = originalKind === undefined;
  const kind = originalKind ?? originWord(local);
  const dir = isLocal ? local.dir : view.direction;
  const lineLang = (isLocal && known(local.lang)) || lang;
  const panellist = page.session.panellists.find(({ key }) => key === view.to);
  const parts = [
    lang ? html`<span class="about-tag">${languageTag(lang)}</span>` : nothing,
    lang && kind
      ? html`<span class="about-kind" lang=${(originalKind ? lang : local.lang) || nothing}>${kind}</span>`
      : nothing,
    view.edited ? remark("edited", view, lineLang) : nothing,
    ...askers(view, lineLang),
    view.status === "live" ? topicLabel(view, lineLang) : nothing,
    view.name ? html`<span dir="auto">${view.name}</span>` : nothing,
    panellist
      ? html`<span>${fill(word("to", lineLang) || _("To %(name)s"), { name: panellist.name })}</span>`
      : nothing,
  ];
  return parts.every((part) => part === nothing)
    ? nothing
    : html`<p class="about" dir=${(lang && dir) || nothing}>${parts}</p>`;
}

/**
 * Return the line with the time at which the connection was lost. While the page is connected, the line is invisible
 * but keeps its space. So the questions do not move at the loss of the connection.
 * @param {Shown} shown
 */
export function lostLine({ since }) {
  return html`<p class="lost" role="status" ?data-connected=${!since}>${statusMark("saved")}<span>${formatTime(since ?? page.now)}</span></p>`;
}

/**
 * Return the numbers of the first `limit` questions. If there are more questions, add the count of the further
 * questions, for example "+5".
 * @param {QuestionView[]} views
 * @param {number} [limit]
 */
export function numberList(views, limit = NUMBERS) {
  if (!views.length) return nothing;
  const rest = views.length - limit;
  return html`<p class="numbers">${views.slice(0, limit).map(({ number }) => html`<span>${number}</span>`)}${rest > 0 ? html`<span>+${rest}</span>` : nothing}</p>`;
}

/**
 * Return the name and the meaning of the Chatham House Rule in the stage's languages, one line for each language.
 * Return `nothing` while the Rule is off.
 * @param {StreamState} state
 */
export function ruleLines({ settings }) {
  if (!settings?.chatham_house_rule) return nothing;
  return html`<div class="rule">
    ${texts("rule").map(({ code, dir, text }) => html`<p lang=${code} dir=${dir}><strong>${text}</strong> ${page.words?.rule_meaning?.[code]}</p>`)}
  </div>`;
}
