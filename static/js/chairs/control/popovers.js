/** The popovers of the page, each with its anchor and the part of the page's state that opens it. */

import { ui } from "../model/ui.js";
import { setOpen } from "./popover.js";

/**
 * Return the button of an act for a question, or the button of the question's menu. Search the current row first.
 * @param {string} act
 * @param {number} number
 */
function buttonOf(act, number) {
  const holders = document.querySelectorAll(
    `[data-list] [data-number="${number}"], [data-list][data-number="${number}"]`,
  );
  for (const holder of holders) {
    const button = holder.querySelector(`[data-act="${act}"]`) ?? holder.querySelector('[data-act="menu"]');
    if (button) return button;
  }
  return null;
}

function declineAnchor() {
  if (!ui.decline) return null;
  const { views, mute } = ui.decline;
  return views.length > 1
    ? document.querySelector('[data-act="decline_selected"]')
    : buttonOf(mute ? "menu" : "decline", views[0].number);
}

/**
 * `subject` is empty while the popover is closed. A popover without an anchor is centred.
 * @type {{id: string, subject: () => unknown, anchor: () => Element | null}[]}
 */
const POPOVERS = [
  { id: "chair-menu", subject: () => ui.menu, anchor: () => ui.menu && buttonOf("menu", ui.menu.number) },
  { id: "decline", subject: () => ui.decline, anchor: declineAnchor },
  { id: "merge", subject: () => ui.merge, anchor: () => null },
  { id: "add", subject: () => ui.addOpen, anchor: () => null },
  { id: "chair-notes", subject: () => ui.notesOpen, anchor: () => document.querySelector(".notes-button") },
  { id: "keys-help", subject: () => ui.keysOpen, anchor: () => document.querySelector(".foot-help") },
];

/**
 * Hide the popovers that are closed. Call before drawing: a popover whose content has been removed cannot return the
 * focus.
 */
export function closePopovers() {
  for (const { id, subject } of POPOVERS) if (!subject()) setOpen(document.getElementById(id), null);
}

/** Show the popovers that are open. Call after drawing, when they have their content. */
export function showPopovers() {
  for (const { id, subject, anchor } of POPOVERS) {
    if (subject()) setOpen(document.getElementById(id), subject(), anchor());
  }
}
