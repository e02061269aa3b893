/** Which popovers are open, by what the page shows, and beside what each of them stands. */

import { setOpen } from "./popover.js";
import { ui } from "../model/ui.js";

/** The button a popover belongs to: that act in the current row, else in whatever part names the number. */
function anchor(act, number) {
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
  const [view, ...others] = ui.decline.views;
  return others.length
    ? document.querySelector('[data-act="decline_selected"]')
    : anchor(ui.decline.mute ? "menu" : "decline", view.number);
}

/** [id, what it is open for or nothing, beside what; in the middle where nothing is named]. */
const POPOVERS = [
  ["chair-menu", () => ui.menu, () => anchor("menu", ui.menu.number)],
  ["decline", () => ui.decline, declineAnchor],
  ["merge", () => ui.merge, () => null],
  ["add", () => ui.addOpen, () => null],
  ["line", () => ui.lineOpen, () => document.querySelector(".line-button")],
  ["keys-help", () => ui.keysOpen, () => document.querySelector(".foot-help")],
];

/** Before drawing: closed before their content goes, or the browser could not give the focus back. */
export function closePopovers() {
  for (const [id, what] of POPOVERS) if (!what()) setOpen(document.getElementById(id), null);
}

/** After drawing, when their content is there. */
export function showPopovers() {
  for (const [id, what, from] of POPOVERS) if (what()) setOpen(document.getElementById(id), what(), from());
}
