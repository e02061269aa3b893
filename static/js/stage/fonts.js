/** The fonts of the stage for the session's languages. */

import { page } from "../shared/page-data.js";

/**
 * Load the style sheets of the fonts for the current languages of the session. Leave out the sheets that the page has
 * already loaded.
 */
export function loadFonts() {
  for (const href of page.font_sheets ?? []) {
    if (document.querySelector(`link[href="${href}"]`)) continue;
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href });
    document.head.append(link);
  }
}
