/** The import page, drawn from its state: three steps, then the list of imports. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { bridgeSection } from "./bridge.js";
import { columnsStep } from "./columns.js";
import { fileStep } from "./file.js";
import { importList } from "./list.js";
import { resultStep } from "./result.js";
import { ui } from "./ui.js";

export function importsPage() {
  const step = ui.result ? 2 : ui.preview && ui.content ? 1 : 0;
  const names = [_("File"), _("Columns"), _("Result")];
  return html`<ol class="steps">${names.map(
    (name, index) =>
      html`<li aria-current=${index === step ? "step" : nothing} ?data-done=${index < step}>${index + 1} ${name}</li>`,
  )}</ol>
    ${[fileStep, columnsStep, resultStep][step]()}
    ${importList()}
    ${ui.imports ? bridgeSection() : nothing}`;
}
