/** The line on top: whose tool, which session, and whether this is only a rehearsal. */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page.js";
import { words } from "./words.js";

/** @param text the session's title, or on the idle view, which shows that large, who organises it */
export function masthead({ settings }, text = html`<p class="top-title">${page.session.title}</p>`) {
  return html`<header class="top">
    <svg class="wordmark-sign" aria-hidden="true" focusable="false"><use href="#wordmark"></use></svg>
    <span class="top-name">Open Floor</span> ${text}
    ${settings.phase === "rehearsal" ? html`<p class="words top-rehearsal">${words("rehearsal")}</p>` : nothing}
  </header>`;
}
