/**
 * The askers of a question on the stage: the group of its asker or, for a lead, the number of askers and all their
 * groups.
 */

import { html, nothing } from "lit/html.js";
import { groupMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { groupLabel, groupShort, remark } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/**
 * Return the groups of a question and of its followers, in the order of `keys`; an empty list if groups are hidden.
 * `undisclosed` appears only if there is no other group. Pure.
 * @param {QuestionView} view
 * @param {string[]} keys
 */
export function groupsOf({ group, merged }, keys) {
  const groups = new Set([group, ...(merged?.groups ?? [])].filter(Boolean));
  if (groups.size > 1) groups.delete("undisclosed");
  return keys.filter((key) => groups.has(key));
}

/**
 * Return the askers as parts of the line below a text.
 * @param {QuestionView} view
 * @param {string | undefined} lang of the line
 */
export function askers(view, lang) {
  const keys = page.session.groups.map(({ key }) => key);
  const label = view.merged ? groupShort : groupLabel;
  return [
    view.merged ? remark("asked_by", view, lang, { count: view.merged.count + 1 }) : nothing,
    ...groupsOf(view, keys).map(
      (key) =>
        html`<span class="about-group">${groupMark(key)}<span lang=${lang ?? nothing}>${label(key, lang)}</span></span>`,
    ),
  ];
}
