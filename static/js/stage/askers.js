/** Who asked, on the stage: a group, or of a question that speaks for others how many asked it and all their groups. */

import { html, nothing } from "lit/html.js";
import { groupMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { groupLabel, groupShort, spoken } from "./words.js";

/**
 * The groups to be shown of a question, in the fixed order `keys`: its own and those of whom it speaks for; none where
 * groups are not shown. "Not said" stands there only alone. Pure.
 */
export function groupsOf({ group, merged }, keys) {
  const all = new Set([group, ...(merged?.groups ?? [])].filter(Boolean));
  if (all.size > 1) all.delete("undisclosed");
  return keys.filter((key) => all.has(key));
}

/** Parts of the line under a text; `tongue`: the language of that line, or undefined. */
export function askers(view, tongue) {
  const groups = groupsOf(
    view,
    page.session.groups.map(({ key }) => key),
  );
  const label = view.merged ? groupShort : groupLabel;
  return [
    view.merged ? spoken("asked_by", view, tongue, { count: view.merged.count + 1 }) : nothing,
    ...groups.map(
      (key) =>
        html`<span class="about-group">${groupMark(key)}<span lang=${tongue ?? nothing}>${label(key, tongue)}</span></span>`,
    ),
  ];
}
