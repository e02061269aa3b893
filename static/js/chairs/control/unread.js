/**
 * The number in the tab's title: new questions plus unread notes. On a hidden page, new questions are those that have
 * arrived since the page was hidden. On a visible page, new questions are those that wait for the button "Show … new".
 */

import { formatNumber } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { pendingViews } from "../model/lists.js";
import { unread } from "../model/receipts.js";
import { ui } from "../model/ui.js";

/**
 * The numbers of the questions that were pending when the page was hidden. Null while the page is visible.
 * @type {Set<number> | null}
 */
let seen = null;
/** @type {string | null} */
let title = null;

/** Return the number of new questions, as defined at the top of this file. */
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
