/**
 * The number in the tab's title: the new questions plus the unread notes. While the page is hidden, a question is new
 * if it has arrived since the page was hidden. While the page is visible, a question is new if it waits for the button
 * "Show … new".
 */

import { formatNumber } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { pendingViews } from "../model/lists.js";
import { unread } from "../model/receipts.js";
import { ui } from "../model/ui.js";

/**
 * The questions that were pending when the page was hidden; null while the page is visible.
 * @type {Set<number> | null}
 */
let seen = null;
/** @type {string | null} */
let title = null;

/**
 * Return the number of questions that have arrived since the page was hidden. On a visible page, return the number of
 * questions that wait for the button "Show … new".
 */
function newQuestions() {
  const pending = pendingViews(ui.state);
  if (document.visibilityState === "visible") {
    seen = null;
    return pending.filter((view) => !ui.admitted.has(view.number)).length;
  }
  seen ??= new Set(pending.map((view) => view.number));
  return pending.filter((view) => !seen?.has(view.number)).length;
}

/** Write the number into the title. Call after drawing. */
export function showUnread() {
  title ??= document.title;
  const count = newQuestions() + unread(ui.state.notes, page.seat).length;
  const words = count ? `(${formatNumber(count)}) ${title}` : title;
  if (document.title !== words) document.title = words;
}
