/**
 * The panels of the booth. A panel covers the side of the page where the lines end, so that no question moves. At most
 * one panel is open. A button of the masthead or a key opens a panel. Escape or the panel's button closes it.
 */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { keyCap } from "./key-cap.js";

/**
 * A panel. `onOpen`: called after the panel was opened.
 * @typedef {{title: () => string, content: () => unknown, onOpen?: () => void}} Panel
 */

/** @type {Map<string, Panel>} */
const panels = new Map();
/** @type {string | null} */
let open = null;
let redraw = () => {};

const frame = () => document.querySelector("#panel");
/**
 * Return the button that opens this panel, or null.
 * @param {string} name
 */
const buttonOf = (name) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-panel="${name}"]`));

/** Return the name of the open panel. If no panel is open, return null. */
export const openPanelName = () => open;

/**
 * Register a panel. The button whose attribute `data-panel` is `name` opens it.
 * @param {string} name
 * @param {Panel} panel
 */
export function addPanel(name, panel) {
  panels.set(name, panel);
}

/**
 * Open a panel and set the focus to its first field, or to the panel.
 * @param {string} name
 */
export function openPanel(name) {
  if (open !== name) panels.get(name)?.onOpen?.();
  open = name;
  redraw();
  const target = frame()?.querySelector("[data-first]") ?? frame()?.querySelector(".panel");
  /** @type {HTMLElement | null | undefined} */ (target)?.focus();
}

/** Close the open panel. If it contains the focus, the focus goes back to the panel's button. */
export function closePanel() {
  const [name, hadFocus] = [open, frame()?.contains(document.activeElement)];
  open = null;
  redraw();
  if (name && hadFocus) buttonOf(name)?.focus();
}

/**
 * If the panel is open, close it. Otherwise, open it.
 * @param {string} name
 */
export const togglePanel = (name) => (open === name ? closePanel() : openPanel(name));

/**
 * Set the function that draws the page. Attach the listeners of the panels, and show the panels' buttons in the
 * masthead. Call after all calls of `addPanel`: the button of a panel that is registered later stays hidden.
 * @param {() => void} draw
 */
export function panelsWith(draw) {
  redraw = draw;
  document.addEventListener("keydown", onKey);
  for (const name of panels.keys()) {
    const button = buttonOf(name);
    if (!button) continue;
    button.hidden = false;
    // A press of the button must not cancel the person's selection of words.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => togglePanel(name));
  }
}

/** Mark the button of the open panel. Call after drawing. */
export function markOpenPanel() {
  for (const name of panels.keys()) buttonOf(name)?.setAttribute("aria-expanded", String(open === name));
}

/**
 * Close the open panel on Escape. Do nothing if the focus is outside the panel, for example in an editor. Exception: if
 * the focus is on the body, close the panel, because a removed button of the panel may have had the focus.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  const { activeElement: focused } = document;
  if (event.key !== "Escape" || event.defaultPrevented || !open) return;
  if (focused !== document.body && !frame()?.contains(focused)) return;
  event.preventDefault();
  closePanel();
}

/** Return the open panel. If no panel is open, return `nothing`. */
export function openedPanel() {
  const panel = open && panels.get(open);
  if (!panel) return nothing;
  return html`<section class="panel" data-name=${open} role="dialog" aria-labelledby="panel-title" tabindex="-1">
    <div class="panel-head"><h2 id="panel-title">${panel.title()}</h2><button type="button" class="button quiet" @click=${closePanel}>${_("Close")}${keyCap(_("Esc"))}</button></div>
    <div class="panel-body">${panel.content()}</div>
  </section>`;
}
