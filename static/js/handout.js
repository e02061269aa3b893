/**
 * The script of the hand-out page: it copies the table and the invitations, and remembers the chosen languages of the
 * session in this browser. Without the script, people copy by hand.
 */

import { copyText } from "./shared/copy-text.js";
import { _ } from "./shared/i18n.js";
import { keepLogin } from "./shared/login.js";
import { page } from "./shared/page-data.js";
import { keepAddressClean } from "./shared/secret-link.js";
import { readStored, writeStored } from "./shared/storage.js";
import { themeSwitch } from "./shared/theme.js";

const outcome = document.getElementById("outcome");

/**
 * Copy a text, and say whether it was copied.
 * @param {string} text
 */
async function copy(text) {
  const isCopied = await copyText(text);
  if (outcome) outcome.textContent = isCopied ? _("Copied") : _("Not copied: select the text and copy it.");
}

/** Return the table as text with tabs, which spreadsheet programs paste as cells. */
function tableText() {
  const rows = document.querySelectorAll("#links tr");
  return [...rows].map((row) => [...row.children].map(cellText).join("\t")).join("\n");
}

/**
 * Return the text of a cell. Put an apostrophe before a text that begins like a formula; otherwise a spreadsheet would
 * calculate the formula.
 * @param {Element} cell
 */
function cellText(cell) {
  const text = cell.textContent?.trim().replace(/\s+/g, " ") ?? "";
  return /^[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = /** @type {HTMLTextAreaElement} */ (
    document.getElementById(/** @type {HTMLElement} */ (button).dataset.copy ?? "")
  );
  button.addEventListener("click", () => copy(field.value));
  button.removeAttribute("hidden");
}
const tableButton = document.querySelector("[data-copy-table]");
tableButton?.addEventListener("click", () => copy(tableText()));
tableButton?.removeAttribute("hidden");

/** @type {NodeListOf<HTMLSelectElement>} */
const choices = document.querySelectorAll('select[name^="lang."]');
const stored = `handout-languages-${page.session.code}`;
/** The chosen languages: {name of the field: language}. @type {Record<string, string>} */
const chosen = readStored(stored, {});
for (const choice of choices) {
  const lang = chosen[choice.name];
  if ([...choice.options].some(({ value }) => value === lang)) choice.value = lang;
  choice.addEventListener("change", () => {
    chosen[choice.name] = choice.value;
    writeStored(stored, chosen);
  });
}
keepAddressClean();
keepLogin();
themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));
