/** The popovers of the page, each with its anchor and the part of the page's state that opens it. */

import { ui } from "../model/ui.js";
import { setOpen } from "./popover.js";

/**
 * Return the button beside which the popover of an act opens. This is the question's button for the act. If the
 * question has no such button, it is the button of the question's menu. The page can contain a question several times:
 * use the first of its elements that contains one of the two buttons. If there is no such element, return null.
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
 * A popover is open while `subject` returns a truthy value. A popover without a visible anchor is centred.
 * @type {{id: string, subject: () => unknown, anchor: () => Element | null}[]}
 */
const POPOVERS = [
  { id: "chair-menu", subject: () => ui.menu, anchor: () => ui.menu && buttonOf("menu", ui.menu.number) },
  { id: "decline", subject: () => ui.decline, anchor: declineAnchor },
  {
    id: "stage-languages",
    subject: () => ui.stageLanguages !== null,
    anchor: () => document.querySelector('[data-act="stage_languages"]'),
  },
  { id: "kinds", subject: () => ui.kinds, anchor: () => null },
  { id: "merge", subject: () => ui.merge, anchor: () => null },
  { id: "add", subject: () => ui.addOpen, anchor: () => null },
  { id: "term", subject: () => ui.termOpen, anchor: () => null },
  { id: "chair-notes", subject: () => ui.notesOpen, anchor: () => document.querySelector(".notes-button") },
  { id: "keys-help", subject: () => ui.keysOpen, anchor: () => document.querySelector(".foot-help") },
];

/**
 * Hide the popovers that are closed in the page's state. Call before drawing. Drawing removes the content of these
 * popovers, and a popover without content cannot return the focus.
 */
export function closePopovers() {
  for (const { id, subject } of POPOVERS) if (!subject()) setOpen(document.getElementById(id), null);
}

/** Show the popovers that are open in the page's state. Call after drawing, because drawing writes their content. */
export function showPopovers() {
  for (const { id, subject, anchor } of POPOVERS) {
    if (!subject()) continue;
    const from = anchor();
    setOpen(document.getElementById(id), subject(), from?.getClientRects().length ? from : null);
  }
}
