/**
 * The administration pages. The pages are plain forms. The script adds the theme switch, the copy button and the
 * browser's time zone. In the form for a new session, the script hides the chosen first language in the list of further
 * languages.
 */

import { copyText } from "./shared/copy-text.js";
import { themeSwitch } from "./shared/theme.js";

themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));

const zone = /** @type {HTMLInputElement | null} */ (document.querySelector("#zone"));
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;

const first = /** @type {HTMLSelectElement | null} */ (document.querySelector("#first"));
function hideFirstLanguage() {
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (
    document.querySelectorAll(".languages [type=checkbox]")
  )) {
    const isFirst = box.value === first?.value;
    /** @type {HTMLElement} */ (box.parentElement).hidden = isFirst;
    box.disabled = isFirst;
  }
}
first?.addEventListener("change", hideFirstLanguage);
if (first) hideFirstLanguage();

const link = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-link]"));
const button = /** @type {HTMLElement | null} */ (document.querySelector("[data-copy]"));
const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));
if (link && button && status) {
  button.hidden = false;
  link.addEventListener("focus", () => link.select());
  button.addEventListener("click", async () => {
    const isCopied = await copyText(link.value);
    status.textContent = (isCopied ? status.dataset.copied : status.dataset.notCopied) ?? "";
  });
}
