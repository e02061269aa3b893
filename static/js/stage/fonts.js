/** The fonts of the stage for the session's languages. */

import { page } from "../shared/page-data.js";

/**
 * Load the style sheets of the fonts that the session's languages need since the latest change of the definition. The
 * page keeps the sheets that it has already loaded.
 */
export function loadFonts() {
  for (const href of page.font_sheets ?? []) {
    if (document.querySelector(`link[href="${href}"]`)) continue;
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href });
    document.head.append(link);
  }
}
