/** The askers of a question on the stage: their groups and, if questions were merged, the number of askers. */

import { html, nothing } from "lit/html.js";
import { groupMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { groupLabel, remark } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/**
 * Return the groups of a question and of its followers (merged questions), in the order of `keys`. Return an empty list
 * if groups are hidden. Include `undisclosed` only if there is no other group. Pure.
 * @param {QuestionView} view
 * @param {string[]} keys
 */
export function groupsOf({ group, merged }, keys) {
  const groups = new Set([group, ...(merged?.groups ?? [])].filter(Boolean));
  if (groups.size > 1) groups.delete("undisclosed");
  return keys.filter((key) => groups.has(key));
}

/**
 * Return the parts about the askers for the line below a question's text: the number of askers if questions were
 * merged, and the askers' groups.
 * @param {QuestionView} view
 * @param {string | undefined} lang of the line
 */
export function askers(view, lang) {
  const keys = page.session.groups.map(({ key }) => key);
  return [
    view.merged ? remark("asked_by", view, lang, { count: view.merged.count + 1 }) : nothing,
    ...groupsOf(view, keys).map((key) => {
      const label = groupLabel(key, lang, Boolean(view.merged));
      return html`<span class="about-group">${groupMark(key)}<span lang=${label.lang ?? nothing}>${label.text}</span></span>`;
    }),
  ];
}
