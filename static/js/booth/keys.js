/**
 * The booth's keyboard shortcuts: J and K browse, C corrects, T adds a term, W opens the messages, + and − change the
 * text size. The interpreter can switch off all shortcuts.
 */

import { intentOf, isSingleCharacter, isTyping } from "../shared/keys.js";
import { programme } from "../shared/programme.js";
import { readStored, writeStored } from "../shared/storage.js";
import { keysRest } from "./rest.js";
import { mayCorrect, openCorrection } from "./correction.js";
import { openPanel } from "./panels.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

const STORED = "booth-keys";
/** @type {Record<string, string>} */
const SIZES = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller" };

/** Return whether keyboard shortcuts are on. They are on by default. */
export const keysAreOn = () => readStored(STORED, /** @type {"on" | "off"} */ ("on")) !== "off";

/**
 * Switch keyboard shortcuts on or off, and store the choice on this machine.
 * @param {boolean} isOn
 */
export const setKeys = (isOn) => writeStored(STORED, isOn ? "on" : "off");

/** @type {Record<string, string>} {intent of the shared keys: the panel that the key opens here} */
const PANELS = { to_top: "term", notes: "messages" };

const focusedRow = () => /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest(".row"));

/**
 * Focus the row below (1) or above (-1) the focused row. If no row is focused, focus the first row.
 * @param {1 | -1} step
 */
function browse(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".row[tabindex]")]);
  const focused = focusedRow();
  const index = focused ? rows.indexOf(focused) : -1;
  const row = rows[index < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/**
 * Open the editor for the translation of a question. Try the focused question, the live question and the next question,
 * in this order. Take the first question whose translation can be corrected. If there is no such question, return
 * false.
 * @param {StreamState} state
 */
function correct(state) {
  const { live, next } = programme(state);
  const focused = state.questions[Number(focusedRow()?.dataset.number)];
  const view = [focused, live, next].find((question) => question && mayCorrect(question));
  if (view) openCorrection(view);
  return Boolean(view);
}

/**
 * Listen for keyboard shortcuts on the whole page.
 * @param {() => StreamState | null} stateOf
 * @param {(step: 1 | -1) => void} resize
 */
export function listen(stateOf, resize) {
  document.addEventListener("keydown", (event) => {
    const state = stateOf();
    if (event.defaultPrevented || isTyping(event.target) || !state) return;
    if (keysRest()) return;
    const isSingle = isSingleCharacter(event);
    if (isSingle && !keysAreOn()) return;
    const intent = (isSingle && SIZES[event.key]) || intentOf(event);
    // The arrow keys do not move between rows, because they scroll the page.
    if (intent === "browse_down" && event.key !== "ArrowDown") browse(1);
    else if (intent === "browse_up" && event.key !== "ArrowUp") browse(-1);
    else if (intent === "larger") resize(1);
    else if (intent === "smaller") resize(-1);
    else if (intent && PANELS[intent]) openPanel(PANELS[intent]);
    else if (intent !== "correct" || event.repeat || !correct(state)) return;
    event.preventDefault();
  });
}
