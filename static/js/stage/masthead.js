/**
 * The stage's top line: the institution or the name of the product, the title of the session, and the word "Rehearsal"
 * during the rehearsal.
 */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { brand } from "./look.js";
import { words } from "./words.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

const title = () => ({ text: page.session.title, lang: page.session.title_lang });

/**
 * Return the top line of the stage.
 * @param {StreamState} state
 * @param {{text: string | null, lang: string | null}} shown the session's title by default. The idle view passes the
 *   organisers' names instead, because it already shows the title in large letters.
 * @param {unknown} end the last part of the line
 */
export function masthead({ settings }, shown = title(), end = nothing) {
  const { look, title: sessionTitle } = page.session;
  // Do not show the same name twice: the name of the institution is often the name of the organisers.
  const isName = shown.text !== sessionTitle && shown.text === look?.name;
  return html`<header class="top">
    ${brand()} <p class="top-title" lang=${shown.lang ?? nothing} dir="auto">${isName ? null : shown.text}</p>
    <div class="top-end">
      ${settings.phase === "rehearsal" ? html`<p class="words">${words("rehearsal")}</p>` : nothing}
      ${end}
    </div>
  </header>`;
}
