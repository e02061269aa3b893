/** Questions that are asked together with a lead. Pure. */

import { matches, matchesText } from "./filter.js";

/** For whom a lead speaks: [{number, view}], in order; `view` null where this page does not hold it (any more). */
export function followersOf(view, questions) {
  return (view.merged?.numbers ?? []).map((number) => ({ number, view: questions[number] ?? null }));
}

/** True when the question, or the words of one that is asked with it, passes the filter. */
export function matchesTogether(view, filter, questions) {
  if (matches(view, filter)) return true;
  if (!filter.text.trim() || !matches(view, { ...filter, text: "" })) return false;
  return followersOf(view, questions).some((one) => one.view && matchesText(one.view, filter.text));
}

/** The groups of some leads and of all that they speak for: keys in the order of `keys`, none twice. */
export function groupsOf(leads, keys, questions) {
  const all = leads.flatMap((lead) => [lead, ...followersOf(lead, questions).map((one) => one.view)]);
  const here = new Set(all.map((view) => view?.group));
  return keys.filter((key) => here.has(key));
}
