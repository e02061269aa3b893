/**
 * The state of the import page, and the functions that change it. After an error, the page keeps the file and the
 * choices.
 */

import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { importFile, listImports, makeToken, preview, revokeToken, undoImport } from "./requests.js";

/** @import {ImportPreview, ImportResult, ImportView} from "../shared/contracts.d.ts" */
/** @import {Choices} from "./requests.js" */

const MOST_BYTES = 5 * 1024 * 1024; // maximum size of a file, as on the server (moderation/services/imports/tables.py)

/** @type {Choices} */
const NO_CHOICES = { columns: null, encoding: "", header: "", group: "", language: "", source: "", file: "" };

/**
 * @typedef {object} Ui
 * @property {ArrayBuffer | null} content of the chosen file
 * @property {Choices} choices
 * @property {ImportPreview | null} preview
 * @property {ImportResult | null} result
 * @property {ImportView[] | null} imports
 * @property {"preview" | "import" | "undo" | "bridge" | null} busy
 * @property {string} refusal the message of the last refused request
 * @property {string} outcome the sentence of the last accepted undo
 * @property {number | null} openUndo the number of the import whose undo waits for a second click, which confirms the
 *   undo
 * @property {string | null} bridgeMadeAt the time when the bridge token was made; null if there is no token
 * @property {string} token the token that was made on this page; "" otherwise
 * @property {string} bridgeOutcome the sentence of the last accepted act on the token
 * @property {string} bridgeRefusal
 * @property {number} reads the number of successful reads of the list of imports
 */

/** @type {Ui} */
export const ui = {
  content: null,
  choices: NO_CHOICES,
  preview: null,
  result: null,
  imports: null,
  busy: null,
  refusal: "",
  outcome: "",
  openUndo: null,
  bridgeMadeAt: null,
  token: "",
  bridgeOutcome: "",
  bridgeRefusal: "",
  reads: 0,
};

let draw = () => {};
let previews = 0;

/**
 * Set the function that draws the page, and draw the page.
 * @param {() => void} drawing
 */
export function drawWith(drawing) {
  draw = drawing;
  draw();
}

/**
 * Change the state and redraw.
 * @param {Partial<Ui>} changes
 */
export function change(changes) {
  Object.assign(ui, changes);
  draw();
}

/** @param {string} selector */
const focus = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();

/**
 * Read the chosen file and request its preview.
 * @param {File} file
 */
export async function openFile(file) {
  if (file.size > MOST_BYTES) {
    const refusal = _("The file is larger than %(limit)s MB.", { limit: 5 });
    change({ refusal: `${file.name}: ${refusal}` });
    return;
  }
  let content;
  try {
    content = await file.arrayBuffer();
  } catch {
    change({ refusal: _("The file cannot be read. Choose it again.") });
    return;
  }
  await openContent(content, file.name);
}

/**
 * Read the pasted questions, one in each line. The page sends them as JSON Lines, so that each question keeps its line
 * number.
 * @param {string} text
 */
export async function openText(text) {
  const rows = text.split("\n").map((line) => JSON.stringify({ question: line.trim() }));
  await openContent(new TextEncoder().encode(rows.join("\n")).buffer, "");
}

/**
 * Request the preview of a file's content. After a refusal, keep the earlier file and choices.
 * @param {ArrayBuffer} content
 * @param {string} name
 */
async function openContent(content, name) {
  const before = { content: ui.content, choices: ui.choices };
  change({ content, choices: { ...NO_CHOICES, file: name }, result: null, outcome: "" });
  if (await readPreview()) focus("#columns-heading");
  else change({ ...before, refusal: [name, ui.refusal].filter(Boolean).join(": ") });
}

/** Go back to step 1, the choice of a file. */
export function closeFile() {
  change({ content: null, choices: NO_CHOICES, preview: null, result: null, refusal: "" });
  focus("#file");
}

/**
 * Change choices that the preview depends on, and request the preview again. If the server refuses the new choices,
 * keep the earlier choices and preview.
 * @param {Partial<Choices>} choices
 */
export async function choose(choices) {
  const before = ui.choices;
  change({ choices: { ...before, ...choices } });
  if (!(await readPreview())) change({ choices: before });
}

/**
 * Change choices that the preview does not depend on.
 * @param {Partial<Choices>} choices
 */
export const note = (choices) => change({ choices: { ...ui.choices, ...choices } });

async function readPreview() {
  if (!ui.content) return false;
  previews += 1;
  const number = previews;
  change({ busy: "preview", refusal: "" });
  const answer = await preview(ui.content, ui.choices);
  // Ignore the answer if the page has sent a later request in the meantime.
  if (number !== previews) return true;
  if (answer.ok) change({ busy: null, preview: answer });
  else change({ busy: null, refusal: answer.message });
  return answer.ok;
}

export async function runImport() {
  if (ui.busy || !ui.content || !ui.preview) return;
  change({ busy: "import", refusal: "", outcome: "" });
  const choices = { ...ui.choices, columns: ui.choices.columns ?? ui.preview.columns };
  const answer = await importFile(ui.content, choices);
  if (!answer.ok) {
    change({ busy: null, refusal: answer.message });
    return;
  }
  change({ busy: null, result: answer });
  focus("#result-heading");
  await readImports();
}

/**
 * Undo an import, and show the outcome or the refusal. Do nothing while another request is running.
 * @param {number} number
 */
export async function runUndo(number) {
  if (ui.busy) return;
  change({ busy: "undo", refusal: "", outcome: "" });
  const answer = await undoImport(number);
  if (answer.ok) {
    const n = answer.count;
    const outcome = ngettext("%(n)s question was taken back.", "%(n)s questions were taken back.", n, {
      n: formatNumber(n),
    });
    change({ busy: null, openUndo: null, outcome });
  } else change({ busy: null, refusal: answer.message });
  await readImports();
  focus("#list-heading");
}

export async function runMakeToken() {
  if (ui.busy) return;
  change({ busy: "bridge", bridgeOutcome: "", bridgeRefusal: "", token: "" });
  const answer = await makeToken();
  change(answer.ok ? { busy: null, token: answer.token } : { busy: null, bridgeRefusal: answer.message });
  await readImports();
  focus(answer.ok ? "#token" : "#bridge-heading");
}

export async function runRevokeToken() {
  if (ui.busy) return;
  change({ busy: "bridge", bridgeOutcome: "", bridgeRefusal: "", token: "" });
  const answer = await revokeToken();
  const changes = answer.ok ? { bridgeOutcome: _("The token is revoked.") } : { bridgeRefusal: answer.message };
  change({ busy: null, ...changes });
  await readImports();
  focus("#bridge-heading");
}

export async function readImports() {
  const answer = await listImports();
  if ("imports" in answer)
    change({ imports: answer.imports, bridgeMadeAt: answer.bridge_made_at, reads: ui.reads + 1 });
}
