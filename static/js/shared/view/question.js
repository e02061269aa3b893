/* A question as people read it: the text, then its labels. The pages of floor, panellists and booth use this module. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../i18n.js";
import { groupMark, languageTag } from "./marks.js";
import { foreign, page } from "../page-data.js";
import { translationsOf } from "../reading.js";
import { openedOriginal, read, translationLabel } from "./original.js";

/** @import {QuestionView} from "../contracts.d.ts" */
/** @import {Text} from "../reading.js" */

/**
 * Return the translation into the reader's language. If there is no translation, return the text as asked.
 * @param {QuestionView} view
 * @param {string} [kind] a CSS class
 */
export function questionText(view, kind = "") {
  // An empty text means that the question was asked aloud and has not been written down.
  if (view.text === "") return html`<p class="voice ${kind}">${_("Asked in the room")}</p>`;
  return plainText(read(view), kind);
}

/**
 * Return the paragraph of a text with its language and direction.
 * @param {Text} text
 * @param {string} [kind] a CSS class
 */
export function plainText({ text, lang, dir }, kind = "") {
  return html`<p class="voice ${kind}" lang=${lang || nothing} dir=${dir}>${text}</p>`;
}

/**
 * Return the mark and short name of the question's group; nothing if the readers of this page may not see the group.
 * @param {{group?: string}} view
 */
export function questionGroup(view) {
  const group = page.session.groups.find(({ key }) => key === view.group);
  return group
    ? html`<span class="group" lang=${foreign({ lang: group.short_lang }) ?? nothing}>${groupMark(group.key)}${group.short ?? group.label}</span>`
    : nothing;
}

/**
 * Return the label of the question's topic; nothing if the question has no topic.
 * @param {{topic: string | null}} view
 */
export function questionTopic(view) {
  const topic = page.session.topics.find(({ key }) => key === view.topic);
  return topic ? html`<span class="topic" lang=${foreign(topic) ?? nothing}>${topic.label}</span>` : nothing;
}

/**
 * Return the words "To …" with the panellist's name; nothing if the question is for the whole panel.
 * @param {QuestionView} view
 */
export function questionTo(view) {
  const panellist = page.session.panellists.find(({ key }) => key === view.to);
  return panellist ? html`<span class="to">${_("To %(name)s", { name: panellist.name })}</span>` : nothing;
}

/**
 * Return the number of followers (merged questions) in words. If the readers of this page may see the followers'
 * groups, add all groups except `undisclosed`.
 * @param {QuestionView} view
 */
function alsoAsked({ merged }) {
  if (!merged) return nothing;
  return html`<p class="labels also"><span>${ngettext("also asked by %(n)s other", "also asked by %(n)s others", merged.count, { n: formatNumber(merged.count) })}</span>
    ${page.session.groups.filter(({ key }) => merged.groups?.includes(key) && key !== "undisclosed").map(({ key }) => questionGroup({ group: key }))}
  </p>`;
}

/**
 * Return the labels of a question: number, group, topic, language, origin of the text, name, panellist, number of
 * followers (merged questions). If the reader has opened the original text, add this text below the labels.
 * @param {QuestionView} view
 * @param {{number?: boolean}} [options] `number`: false omits the number
 */
export function questionLabels(view, { number = true } = {}) {
  return html`<p class="labels">
    ${number ? html`<span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>` : nothing}
    ${questionGroup(view)} ${questionTopic(view)}
    ${view.text !== "" && view.language && view.language !== page.reading ? languageTag(view.language) : nothing}
    ${translationLabel(view, { edited: true })}
    ${view.name ? html`<span class="by" dir="auto">${view.name}</span>` : nothing}
    ${questionTo(view)}
  </p>
  ${alsoAsked(view)}
  ${openedOriginal(view, { edited: true })} ${inOtherLanguages(view)}`;
}

/**
 * Return a collapsed section with the question's texts in all languages except the shown language. Return nothing if
 * there are no such texts. Questions have `texts` only under the Chatham House Rule.
 * @param {QuestionView} view
 */
function inOtherLanguages(view) {
  if (!view.texts) return nothing;
  const texts = translationsOf(view, Object.keys(view.texts)).filter(({ lang }) => lang !== read(view).lang);
  return texts.length
    ? html`<details class="original-fold"><summary>${_("In other languages")}</summary>${texts.map((text) => plainText(text))}</details>`
    : nothing;
}
