/** Copies a link. The clipboard exists only on https or localhost: elsewhere the link is shown, selected, to copy by hand. */

import { _ } from "../shared/i18n.js";
import { change } from "./ui.js";

/** @param id of the button, unique on the page; `who`: whose link it is, said so that no key goes to somebody else */
export async function copy(id, link, who) {
  try {
    await navigator.clipboard.writeText(link);
    change({ said: _("Link copied: %(seat)s", { seat: who }), refused: "", revealed: null });
  } catch {
    change({ said: _("Copy the link from the field."), refused: "", revealed: { id } });
    document.querySelector(".revealed")?.focus();
  }
}
