/** The booth's keys: J and K browse, C corrects, + and − change the text size. All keys can be switched off. */

import { intentOf, isSingleCharacter, isTyping } from "../shared/keys.js";
import { programme } from "../shared/programme.js";
import { readStored, writeStored } from "../shared/storage.js";
import { mayCorrect, openCorrection } from "./correction.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

const STORED = "booth-keys";
/** @type {Record<string, string>} */
const SIZES = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller" };

/** Return whether keyboard shortcuts are on; the default is on. */
export const keysAreOn = () => readStored(STORED, /** @type {"on" | "off"} */ ("on")) !== "off";

/**
 * Switch keyboard shortcuts on or off, and store the choice on this machine.
 * @param {boolean} isOn
 */
export const setKeys = (isOn) => writeStored(STORED, isOn ? "on" : "off");

const focusedRow = () => /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest(".row"));

/** @param {1 | -1} step */
function browse(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".row[tabindex]")]);
  const focused = focusedRow();
  const index = focused ? rows.indexOf(focused) : -1;
  const row = rows[index < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, index + step))];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/**
 * Open the editor of the focused question, otherwise of Now, otherwise of Next, if the question can be corrected.
 * Return whether an editor was opened.
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
 * Listen for the keys of the whole page.
 * @param {() => StreamState | null} stateOf
 * @param {(step: 1 | -1) => void} resize
 */
export function listen(stateOf, resize) {
  document.addEventListener("keydown", (event) => {
    const state = stateOf();
    if (event.defaultPrevented || isTyping(event.target) || !state) return;
    const isSingle = isSingleCharacter(event);
    if (isSingle && !keysAreOn()) return;
    const intent = (isSingle && SIZES[event.key]) || intentOf(event);
    // The arrow keys scroll the page.
    if (intent === "browse_down" && event.key !== "ArrowDown") browse(1);
    else if (intent === "browse_up" && event.key !== "ArrowUp") browse(-1);
    else if (intent === "larger") resize(1);
    else if (intent === "smaller") resize(-1);
    else if (intent !== "correct" || event.repeat || !correct(state)) return;
    event.preventDefault();
  });
}
