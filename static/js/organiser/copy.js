/**
 * Copying a link. Scripts can use the clipboard only on https and localhost. On other addresses, the page shows and
 * selects the link, and the organiser copies it by hand.
 */

import { _ } from "../shared/i18n.js";
import { change } from "./ui.js";

/**
 * Copy the link to the clipboard. If the browser refuses, show the link in a field. In both cases, the page says what
 * happened.
 * @param {string} id the id of the button; unique on the page
 * @param {string} link
 * @param {string} seat the seat in words. The page shows it after a successful copy, so that the organiser gives the
 *   link to the right person
 */
export async function copy(id, link, seat) {
  try {
    await navigator.clipboard.writeText(link);
    change({ outcome: _("Link copied: %(seat)s", { seat }), refusal: "", revealed: null });
  } catch {
    change({ outcome: _("Copy the link from the field."), refusal: "", revealed: id });
    /** @type {HTMLElement | null} */ (document.querySelector(".revealed"))?.focus();
  }
}
