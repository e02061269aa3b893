/*
 * The choices that the attendee made for a question: group, region, topic, panellist, language, the name, and whether
 * everybody may see the name.
 */

import { html, nothing } from "lit/html.js";
import { _, languageName } from "../shared/i18n.js";
import { foreign, page } from "../shared/page-data.js";
import { groupMark, statusMark } from "../shared/view/marks.js";

/** @import {AskerView} from "../shared/contracts.d.ts" */

/** @param {AskerView} question */
function languageWords({ language, language_source: source }) {
  const name = languageName(language);
  if (source === "chosen") return _("%(language)s, as you chose", { language: name });
  return source === "corrected" ? _("%(language)s, set by a chair", { language: name }) : name;
}

/**
 * Return the asker's name, and who may see it.
 * @param {AskerView} question
 */
function nameWords({ name, show_name: isShown }) {
  return html`<span class="voice" dir="auto">${name}</span>
    <span class="consent">${statusMark(isShown ? "name-public" : "name-private")}${isShown ? _("everybody sees it") : _("only the chairs see it")}</span>`;
}

/**
 * Return the choices as a description list.
 * @param {AskerView} question
 */
export function questionFacts(question) {
  const { groups, regions, topics, panellists } = page.session;
  const group = groups.find(({ key }) => key === question.group);
  const region = regions.find(({ key }) => key === question.region);
  const topic = topics.find(({ key }) => key === question.topic);
  const to = panellists.find(({ key }) => key === question.to);
  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const label = (/** @type {{label: string | null, lang: string | null}} */ choice) =>
    html`<span lang=${foreign(choice) ?? nothing}>${choice.label}</span>`;
  return html`<dl class="facts">
    ${group ? fact(_("Asked as"), html`${groupMark(group.key)}${label(group)}`) : nothing}
    ${region ? fact(_("Region"), label(region)) : nothing}
    ${topic ? fact(_("Topic"), label(topic)) : nothing}
    ${fact(_("To"), to ? to.name : _("The whole panel"))}
    ${question.name ? fact(_("Name"), nameWords(question)) : nothing}
    ${fact(_("Language"), languageWords(question))}
  </dl>`;
}
