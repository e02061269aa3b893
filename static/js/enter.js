/* The entry page of a staff seat. It exchanges the link's secret for the seat's cookie, then loads the seat's page. */

import { exchangeSecret, takeSecret } from "./shared/secret-link.js";

const form = /** @type {HTMLElement} */ (document.querySelector("[data-enter]"));

const url = form.dataset.enter ?? "";
/** The refusal codes for an invalid link. */
const VOID = new Set(["seat.unknown", "admin.unknown", "request.field"]);

const passphraseForm = /** @type {HTMLFormElement} */ (form.querySelector("[data-passphrase]"));
const passphraseField = /** @type {HTMLInputElement} */ (passphraseForm.querySelector("input"));
let linkSecret = "";

/**
 * Exchange the secret for the seat's cookie, and load the seat's page. After a refusal, show the reason.
 * @param {string} secret
 * @param {string} [passphrase]
 */
async function enter(secret, passphrase) {
  linkSecret = secret;
  const entered = await exchangeSecret(url, secret, passphrase);
  if (!entered) return show("network");
  if (!entered.ok) return refuse(entered);
  // A browser can refuse cookies, and a script is not told about it. Therefore send a request, and see from the answer
  // whether the request contained the seat's cookie.
  const check = await fetch(url, { cache: "no-store" }).catch(() => null);
  if (!check) return show("network");
  if (check.ok) location.reload();
  else if (check.status === 401) show("cookies");
  else refuse(check);
}

/**
 * Show the part of the page for a refusal: the field for the passphrase, the sentences about an invalid link, or the
 * server's message.
 * @param {Response} response
 */
async function refuse(response) {
  const { code, message } = await response.json().catch(() => ({}));
  if (code?.startsWith("passphrase.")) return askForPassphrase(code === "passphrase.needed" ? "" : message);
  if (VOID.has(code)) return show("refused");
  const heading = form.querySelector("[data-reason]");
  if (message && heading) heading.textContent = message;
  form.querySelector("[data-later]")?.toggleAttribute("hidden", [404, 410].includes(response.status));
  show("failed");
}

/**
 * Show the field for the passphrase.
 * @param {string} error the reason why the last passphrase was refused, or ""
 */
function askForPassphrase(error) {
  show("passphrase");
  const reason = passphraseForm.querySelector("[role=alert]");
  if (reason) reason.textContent = error;
  passphraseField.setAttribute("aria-invalid", String(Boolean(error)));
  passphraseField.value = "";
  passphraseField.focus();
}

passphraseForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = passphraseForm.querySelector("button");
  if (button?.disabled) return;
  button?.toggleAttribute("disabled", true);
  await enter(linkSecret, passphraseField.value);
  button?.toggleAttribute("disabled", false);
});

/**
 * Show one part of the page, and hide all others.
 * @param {"missing" | "passphrase" | "refused" | "cookies" | "failed" | "network"} name the part of the page to show
 */
function show(name) {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-part]"));
  for (const part of parts) part.hidden = part.dataset.part !== name;
  form.setAttribute("aria-busy", "false");
}

function enterByAddress() {
  const secret = takeSecret();
  if (secret) enter(secret);
  return secret;
}
// If a person pastes a link of this seat into the address bar, only the fragment of the address changes. The browser
// then does not load the page again. Therefore the script itself enters with the pasted link.
addEventListener("hashchange", enterByAddress);
if (!enterByAddress()) show("missing");
