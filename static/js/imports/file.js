/** Step 1 of an import: the choice of a file, or the pasting of questions. */

import { html } from "lit/html.js";
import { _, formatNumber } from "../shared/i18n.js";
import { openFile, openText, ui } from "./ui.js";

/** @type {[product: string, where: () => string][]} */
const PRODUCTS = [
  // The names of menus in a product are not translated. Only the descriptions in sentences are.
  ["Zoom", () => "Reports › Webinar › Q&A report"],
  ["Slido", () => "Analytics › Export › Questions"],
  ["Microsoft Teams", () => "Q&A › Download"],
  ["Google Forms, Microsoft Forms", () => _("The answers as a spreadsheet or as CSV.")],
  ["YouTube", () => _("A file of the live chat.")],
];

const LIMITS = { kinds: "CSV, TSV, Excel (.xlsx), JSON Lines", size: formatNumber(5), rows: formatNumber(10_000) };

/**
 * Read the chosen file.
 * @param {Event & {currentTarget: HTMLInputElement}} event
 */
function onChosen({ currentTarget }) {
  const file = currentTarget.files?.[0];
  // Empty the field. Otherwise the browser reports no change if a person corrects the file and chooses the same file
  // again.
  if (file) openFile(file).finally(() => (currentTarget.value = ""));
}

/**
 * Accept a dragged file. Mark the drop area while the file is over the area.
 * @param {DragEvent} event
 * @param {boolean} isOver
 */
function mark(event, isOver) {
  event.preventDefault();
  /** @type {HTMLElement} */ (event.currentTarget).toggleAttribute("data-over", isOver);
}

/**
 * Read the dropped file.
 * @param {DragEvent} event
 */
function onDrop(event) {
  mark(event, false);
  const file = event.dataTransfer?.files[0];
  if (file) openFile(file);
}

/**
 * Read the pasted questions.
 * @param {SubmitEvent} event
 */
function onPaste(event) {
  event.preventDefault();
  openText(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("questions")));
}

export function fileStep() {
  return html`<div class="columns">
    <section aria-labelledby="file-heading" aria-busy=${String(ui.busy === "preview")}>
      <div class="drop" @dragover=${(/** @type {DragEvent} */ event) => mark(event, true)} @dragleave=${(/** @type {DragEvent} */ event) => mark(event, false)} @drop=${onDrop}>
        <h2 class="drop-heading" id="file-heading">${_("Drop the file here")}</h2>
        <p class="hint" id="file-hint">${_("%(kinds)s, at most %(size)s MB and %(rows)s rows", LIMITS)}</p>
        <label class="button main">${_("Choose a file")}<input id="file" type="file" aria-describedby="file-hint" @change=${onChosen} /></label>
      </div>
      <p class="message error" role="alert">${ui.refusal}</p>
      <details class="paste">
        <summary>${_("Or paste questions")}</summary>
        <form @submit=${onPaste}>
          <label class="label" for="pasted">${_("One question in each line")}</label>
          <textarea class="field" id="pasted" name="questions" rows="6" dir="auto" required></textarea>
          <button class="button">${_("Read these questions")}</button>
        </form>
      </details>
    </section>
    <aside>
      <section aria-labelledby="where-heading">
        <h2 id="where-heading">${_("Where to find the file")}</h2>
        <ul>${PRODUCTS.map(([product, where]) => html`<li><h3>${product}</h3><p class="hint">${where()}</p></li>`)}</ul>
      </section>
      <section aria-labelledby="what-heading">
        <h2 id="what-heading">${_("What happens to it")}</h2>
        <p class="hint">${_("Each question goes to Incoming, marked with its source. The chairs read it first, like any other question. Names and email addresses are not imported unless you choose them. The server does not keep the file.")}</p>
        <p class="hint">${_("Imported questions stay when the session opens, also those that you import in the rehearsal.")}</p>
      </section>
    </aside>
  </div>`;
}
