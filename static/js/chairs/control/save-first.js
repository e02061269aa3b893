/**
 * The question "save first?", which the page asks before an act shows the room a question that has unsaved words.
 * Without this question, the room would read the old words, for example with a phone number that the chair is removing.
 */

/** @import { EditorName } from "../model/editors.js" */
/** @import { IntentTarget } from "./perform.js" */

import { EDITORS, editorsAside, isUnsaved } from "../model/editors.js";
import { advancePlan, uniqueView } from "../model/lists.js";
import { viewOf } from "../model/shown.js";
import { change, ui } from "../model/ui.js";
import { leaveEditor } from "./closing.js";
import { openCorrection, sendCorrection } from "./correction.js";
import { focusEditor } from "./editors.js";
import { whenFree } from "./held.js";
import { openWording, sendWording } from "./wording.js";

/** The intents that show the question of a row to the room. */
const SHOWING = new Set(["approve", "approve_top", "approve_after", "set_next", "take", "bring_back"]);

/** @type {Record<EditorName, () => Promise<boolean>>} */
const SENDERS = { wording: sendWording, correcting: sendCorrection };

const OPENERS = { wording: openWording, correcting: openCorrection };

/** @type {(intent: string, target: IntentTarget) => unknown} */
let performAgain = () => {};

/**
 * Set the function that performs an intent after the chair has answered the question "save first?".
 * @param {(intent: string, target: IntentTarget) => unknown} perform
 */
export function saveFirstWith(perform) {
  performAgain = perform;
}

/** True while `actAsItWas` performs an intent without saving the words. `asksToSave` must then not ask again. */
let isAnswered = false;

/**
 * Return the numbers of the questions that this intent would show to the room.
 * @param {string} intent
 * @param {IntentTarget} target
 */
function shownBy(intent, { number }) {
  if (SHOWING.has(intent)) return [number];
  const { live, next } = advancePlan(ui.state);
  if (intent === "advance") return [live, next];
  const isCleared = ui.state.settings.screen_cleared;
  const shows = intent === "restore_screen" || (intent === "screen" && isCleared);
  return shows ? [uniqueView(ui.state, "live")?.number] : [];
}

/**
 * Open an editor for the first of these questions that has unsaved words set aside by Escape. Return the name of this
 * editor; if there is no such question, return undefined. Exception: if the editor of this name is already open with
 * unsaved words for another question, do not replace them. In this case, ask the chair to save or close these words
 * (`isOccupied`), and return the name too.
 * @param {(number | null | undefined)[]} numbers
 * @param {IntentTarget} target
 */
function openAside(numbers, target) {
  for (const number of numbers) {
    const [name] = number ? editorsAside(number) : [];
    const isTarget = number === target.number;
    const view = number && (ui.state.questions[number] ?? (isTarget ? viewOf(target) : null));
    if (!name || !view) continue;
    OPENERS[name](view, isTarget ? target.list : undefined);
    return name;
  }
  return undefined;
}

/**
 * If the intent would show the room a question with unsaved words, ask the chair whether to save these words first.
 * Return true if the intent must wait for the chair. Exception: `openAside` may find that an editor is already open
 * with unsaved words for another question. The chair must first save these words or close this editor. In this case,
 * return true without asking "save first?".
 * @param {string} intent
 * @param {IntentTarget} target
 */
export function asksToSave(intent, target) {
  if (isAnswered) return false;
  const numbers = shownBy(intent, target);
  const open = EDITORS.find((name) => isUnsaved(ui[name]) && numbers.includes(ui[name]?.number ?? -1));
  const editor = open ?? openAside(numbers, target);
  if (!editor) return false;
  if (!numbers.includes(ui[editor]?.number ?? -1)) return true;
  change({ saveFirst: { editor, intent, target, wasAside: !open } });
  queueMicrotask(() => {
    const strip = document.querySelector("[data-save-first]");
    strip?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null | undefined} */ (strip?.querySelector("button"))?.focus({ preventScroll: true });
  });
  return true;
}

/** Close the question "save first?" and focus the editor. */
export function keepWriting() {
  const editor = ui.saveFirst?.editor;
  change({ saveFirst: null });
  if (editor) focusEditor(editor);
}

/**
 * Save the words, then perform the intent on the saved version. If the server refuses the words, keep the editor open
 * and do not perform the intent.
 */
export async function saveAndAct() {
  const asked = ui.saveFirst;
  const number = asked && ui[asked.editor]?.number;
  if (!asked || number === undefined || number === null) return;
  change({ saveFirst: null });
  if (!(await SENDERS[asked.editor]())) {
    focusEditor(asked.editor);
    return;
  }
  whenFree(number, () => performAgain(asked.intent, asked.target));
}

/**
 * Perform the intent without saving the words in the editor. The room then reads the old words. If `asksToSave` has
 * opened the editor (`wasAside`), close the editor and keep the unsaved words. Otherwise, leave the editor open.
 */
export function actAsItWas() {
  const asked = ui.saveFirst;
  if (!asked) return;
  change({ saveFirst: null });
  if (asked.wasAside) leaveEditor(asked.editor);
  isAnswered = true;
  performAgain(asked.intent, asked.target);
  isAnswered = false;
}
