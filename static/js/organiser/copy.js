/**
 * Copying a link. Scripts can use the clipboard only on https and localhost. On other addresses the page shows the link
 * and selects it, so that it can be copied by hand.
 */

import { _ } from "../shared/i18n.js";
import { change } from "./ui.js";

/**
 * @param {string} id of the button, unique on the page
 * @param {string} link
 * @param {string} seat the seat in words. The page shows it, so that no link is given to the wrong person
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
