/*
 * The field for the entry code on the floor page, in sessions for invited people. In other sessions, the page does not
 * load this script.
 */

import { _ } from "./shared/i18n.js";
import { page } from "./shared/page-data.js";
import { exchangeSecret } from "./shared/secret-link.js";

const FRAGMENT = "#entry=";

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (part("ask"));
const fields = /** @type {HTMLFieldSetElement} */ (part("entry"));
const input = /** @type {HTMLInputElement} */ (part("entry_code"));
const button = /** @type {HTMLButtonElement} */ (fields.querySelector("[data-entry-button]"));
const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
const done = part("entry-done");
/** @type {(() => void) | null} The refused act, which is repeated after the code was accepted. */
let repeat = null;
let isBusy = false;

/**
 * Show an error at the field; "" removes the error.
 * @param {string} message
 */
function showError(message) {
  part("entry_code-error").textContent = message;
  input.setAttribute("aria-invalid", String(Boolean(message)));
  if (message) reveal();
}

/**
 * Scroll until the field, its button and its error are visible. On a small phone, the bar with the button Send can
 * cover the field.
 */
function reveal() {
  requestAnimationFrame(() => fields.scrollIntoView({ block: "nearest" }));
}

/**
 * Show or hide the field.
 * @param {boolean} isNeeded
 */
function show(isNeeded) {
  fields.hidden = !isNeeded;
  fields.disabled = !isNeeded;
}

/**
 * Send the typed code. When the server has accepted the code, repeat the act (for example a vote) that the server had
 * refused because the code was missing.
 */
async function enter() {
  if (isBusy) return;
  isBusy = true;
  button.setAttribute("aria-busy", "true");
  done.textContent = "";
  showError("");
  const response = await exchangeSecret(`/api/s/${page.session.code}/attendee/enter`, input.value);
  isBusy = false;
  button.removeAttribute("aria-busy");
  if (!response?.ok) {
    const { message } = (await response?.json().catch(() => null)) ?? {};
    showError(message ?? _("The server did not answer. Check whether it has happened before you try again."));
    input.focus();
    return;
  }
  const isFocused = fields.contains(document.activeElement);
  show(false);
  input.value = "";
  done.textContent = done.dataset.words ?? "";
  const act = repeat;
  repeat = null;
  if (act) act();
  else if (isFocused) text.focus();
}

/**
 * Return the function that repeats a refused question: it sends the form again, but only if the form still contains
 * the refused text `written`.
 */
const sendAgain = (/** @type {string | undefined} */ written) => () => {
  if (written && text.value === written) form.requestSubmit();
};

/**
 * Show the field. Called after the server has refused an act because this phone has no entry code
 * (shared/stream/http.js).
 * @param {Event} event
 */
function onRequired(event) {
  const { act, body } = /** @type {CustomEvent<{act: string, body: {number?: number, text?: string}}>} */ (event)
    .detail;
  show(true);
  done.textContent = "";
  if (act === "vote") {
    repeat = () => /** @type {HTMLElement | null} */ (document.querySelector(`[data-vote="${body.number}"]`))?.click();
    input.focus();
  } else repeat = act === "edit" ? null : sendAgain(body.text);
}

/**
 * Handle an address that contains an entry code after `#entry=`. Remove the code from the address, because the browser
 * would keep the address in the history. If the field for the code and the ask form are visible, send the code.
 */
function enterByAddress() {
  if (!location.hash.startsWith(FRAGMENT)) return;
  const code = location.hash.slice(FRAGMENT.length);
  history.replaceState(history.state, "", location.pathname + location.search);
  if (fields.hidden || form.hidden) return;
  input.value = code;
  enter();
}

button.type = "button";
button.addEventListener("click", () => enter());
input.addEventListener("focus", reveal);
input.addEventListener("input", () => showError(""));
input.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault(); // The field is in the ask form. By default, Enter in a field submits its form.
  enter();
});
form.addEventListener(
  "submit",
  (event) => {
    if (fields.hidden || !input.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    repeat = sendAgain(text.value);
    enter();
  },
  true,
);
addEventListener("entry-required", onRequired);
addEventListener("hashchange", enterByAddress);
enterByAddress();
