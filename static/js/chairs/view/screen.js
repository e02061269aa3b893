/** The button that clears the projected screen, and the bar that is shown while the screen is cleared. */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { isClosed, ui } from "../model/ui.js";

/**
 * Return the button "Clear the screen" beside *Now*. In a closed session, return nothing. While the screen is cleared,
 * return the words "not on the screen" instead. The bar under the masthead then has the button that shows the question
 * again.
 */
export function clearButton() {
  if (isClosed()) return nothing;
  if (ui.state.settings.screen_cleared) return html`<b class="not-shown">${_("not on the screen")}</b>`;
  return html`<button type="button" class="button quiet clear-button" data-act="clear_screen" title=${_("Clear the screen")} aria-keyshortcuts="Shift+Backspace" aria-busy=${ui.busy.has("screen") ? "true" : nothing}>
    <svg class="glyph" viewBox="0 0 18 18" aria-hidden="true" focusable="false"><path d="M1.8 3h14.4v9.6H1.8zM6 16h6M4.5 15.5l9-15"></path></svg><span>${_("Clear the screen")}</span>
  </button>`;
}

function clearedBar() {
  return html`<p class="notice-bar screen-bar" data-screen-cleared>
    <span>${_("The chairs have cleared the screen: the room sees the call for questions.")}</span>
    <button type="button" class="button" data-act="restore_screen" aria-busy=${ui.busy.has("screen") ? "true" : nothing}>${_("Show again")}</button>
  </p>`;
}

/** Return the bar under the masthead. All chairs see the bar while the screen is cleared. */
export function screenBar() {
  const error = ui.messages.get("screen");
  return html`<div role="status">
    ${ui.state.settings.screen_cleared && !isClosed() ? clearedBar() : nothing}
    ${error ? html`<p class="phase-bar" data-number="screen">${error}</p>` : nothing}
  </div>`;
}
