/**
 * The stage's top line: the institution or the name of the product, the title of the session, and the word "Rehearsal"
 * during the rehearsal.
 */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { languages } from "./languages.js";
import { brand } from "./look.js";
import { words } from "./words.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

/** Return the session's title in the first language of the stage, or in the page's language if it has no such title. */
function title() {
  const { code } = languages()[0];
  const text = page.session.titles?.[code];
  return text ? { text, lang: code } : { text: page.session.title, lang: page.session.title_lang };
}

/**
 * Return the top line of the stage.
 * @param {StreamState} state
 * @param {{text: string | null, lang: string | null}} [names] the text in the middle of the line; by default, the
 *   session's title. The idle view passes the organisers' names, because this view already shows the title in large
 *   letters.
 * @param {unknown} end the content at the end of the line
 */
export function masthead({ settings }, names, end = nothing) {
  const shown = names ?? title();
  // `brand` shows the institution's name, which is often also the organisers' name. Do not show this name twice.
  const isName = names !== undefined && names.text === page.session.look?.name;
  return html`<header class="top">
    ${brand()} <p class="top-title" lang=${shown.lang ?? nothing} dir="auto">${isName ? null : shown.text}</p>
    <div class="top-end">
      ${end}
      ${settings.phase === "rehearsal" ? html`<p class="words">${words("rehearsal")}</p>` : nothing}
    </div>
  </header>`;
}
