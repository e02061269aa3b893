/**
 * The warnings in the line under a question. Each warning names a point that a chair should check before the question
 * is projected.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _, formatList } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { warningsOf } from "../model/warnings.js";

/** @type {Record<import("../model/warnings.js").Warning, string>} */
const WORDS = {
  link: _("link"),
  mail: _("email address"),
  telephone: _("telephone number"),
  table_name: _("asker's name is a name at the table"),
  mixed_scripts: _("word in letters of two alphabets"),
  shouting: _("capitals or exclamation marks"),
};

/** @type {WeakMap<ChairsQuestion, string[]>} */
const known = new WeakMap();

/** @param {ChairsQuestion} view */
function wordsOf(view) {
  let words = known.get(view);
  if (!words) {
    const { chairs, panellists } = page.session;
    const atTable = [...chairs, ...panellists].map(({ name }) => name);
    // If the question has a chair's wording that does not hide the asker's own words (`asked`), everybody can read both
    // texts. Therefore check both.
    const text = view.asked && !view.hides ? `${view.text}\n${view.asked}` : view.text;
    words = warningsOf(text, view.name, atTable).map((warning) => WORDS[warning]);
    known.set(view, words);
  }
  return words;
}

/**
 * Return the word "Check:" and the warnings about the question. Return `nothing` if there are no warnings.
 * @param {ChairsQuestion} view
 */
export function warningsPart(view) {
  const words = view.text ? wordsOf(view) : [];
  return words.length
    ? html`<b class="meta-warning">${_("Check: %(warnings)s", { warnings: formatList(words) })}</b>`
    : nothing;
}
