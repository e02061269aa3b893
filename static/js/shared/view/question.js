/* A question as people read it: the text, then its labels. Used by the pages of floor, panellists, booth and chairs. */

import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../i18n.js";
import { groupMark, languageTag } from "./marks.js";
import { page } from "../page-data.js";
import { translationsOf } from "../reading.js";
import { openedOriginal, read, translationLabel } from "./original.js";

/** @import {QuestionView} from "../contracts.d.ts" */
/** @import {Text} from "../reading.js" */

/**
 * Return the question's text in the reader's language if there is a translation, otherwise as asked.
 * @param {QuestionView} view
 * @param {string} [kind] a CSS class
 */
export function questionText(view, kind = "") {
  // A question asked aloud that has not been written down.
  if (view.text === "") return html`<p class="voice ${kind}">${_("Asked in the room")}</p>`;
  return plainText(read(view), kind);
}

/**
 * @param {Text} text
 * @param {string} [kind] a CSS class
 */
export function plainText({ text, lang, dir }, kind = "") {
  return html`<p class="voice ${kind}" lang=${lang || nothing} dir=${dir}>${text}</p>`;
}

/**
 * Return the mark and short name of the question's group; nothing if this audience may not see the group.
 * @param {{group?: string}} view
 */
export function questionGroup(view) {
  const group = page.session.groups.find(({ key }) => key === view.group);
  return group ? html`<span class="group">${groupMark(group.key)}${group.short ?? group.label}</span>` : nothing;
}

/**
 * Return the addressed panellist in words; nothing if the question is for the whole panel.
 * @param {QuestionView} view
 */
export function questionTo(view) {
  const panellist = page.session.panellists.find(({ key }) => key === view.to);
  return panellist ? html`<span class="to">${_("To %(name)s", { name: panellist.name })}</span>` : nothing;
}

/**
 * Return the number of followers in words, with their groups if groups are shown. The group `undisclosed` is left out.
 * @param {QuestionView} view
 */
function alsoAsked({ merged }) {
  if (!merged) return nothing;
  return html`<p class="labels also"><span>${ngettext("also asked by %(n)s other", "also asked by %(n)s others", merged.count, { n: formatNumber(merged.count) })}</span>
    ${page.session.groups.filter(({ key }) => merged.groups?.includes(key) && key !== "undisclosed").map(({ key }) => questionGroup({ group: key }))}
  </p>`;
}

/**
 * Return the labels of a question: number, group, language, origin of the text, name, panellist, followers. While the
 * original is open, add it below the labels.
 * @param {QuestionView} view
 * @param {{number?: boolean}} [options] `number`: false leaves the number out
 */
export function questionLabels(view, { number = true } = {}) {
  return html`<p class="labels">
    ${number ? html`<span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>` : nothing}
    ${questionGroup(view)}
    ${view.text !== "" && view.language && view.language !== page.lang ? languageTag(view.language) : nothing}
    ${translationLabel(view, { edited: true })}
    ${view.name ? html`<span class="by" dir="auto">${view.name}</span>` : nothing}
    ${questionTo(view)}
  </p>
  ${alsoAsked(view)}
  ${openedOriginal(view, { edited: true })} ${inOtherLanguages(view)}`;
}

/**
 * Return a collapsed section with the texts in the other languages. Return nothing except under the Chatham House Rule,
 * when no text is marked as the original.
 * @param {QuestionView} view
 */
function inOtherLanguages(view) {
  if (!view.texts) return nothing;
  const texts = translationsOf(view, Object.keys(view.texts)).filter(({ lang }) => lang !== read(view).lang);
  return texts.length
    ? html`<details class="original-fold"><summary>${_("In other languages")}</summary>${texts.map((text) => plainText(text))}</details>`
    : nothing;
}
