/** The stage's top line: the product, the session, and the rehearsal. */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { words } from "./words.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

/**
 * @param {StreamState} state
 * @param {string | null} text the session's title. The idle view passes the organisers instead, because it shows the
 *   title in large letters
 */
export function masthead({ settings }, text = page.session.title) {
  return html`<header class="top">
    <svg class="wordmark-sign" aria-hidden="true" focusable="false"><use href="#wordmark"></use></svg>
    <span class="top-name">Open Floor</span> <p class="top-title">${text}</p>
    ${settings.phase === "rehearsal" ? html`<p class="words top-rehearsal">${words("rehearsal")}</p>` : nothing}
  </header>`;
}
