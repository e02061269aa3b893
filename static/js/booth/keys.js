/** The booth's keys: J and K from row to row, C corrects, + and − change the size. Single keys can be switched off. */

import { isSingleCharacter, isTyping, wishOf } from "../shared/keys.js";
import { programme } from "../shared/program.js";
import { mayCorrect, openCorrection } from "./correction.js";

const KEY = "of-booth-keys";

/** Whether single keys act on this machine; they do unless somebody has switched them off. */
export function keysAreOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

let on = keysAreOn();

/** Switches single keys on or off and remembers it. */
export function setKeys(value) {
  on = value;
  try {
    localStorage.setItem(KEY, value ? "on" : "off");
  } catch {
    /* it holds until the page is left */
  }
}

function browse(step) {
  const rows = [...document.querySelectorAll(".row[tabindex]")];
  const at = rows.indexOf(document.activeElement?.closest(".row"));
  const row = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** The row that has the focus, else Now, else Next: the first of them that can be corrected. */
function correct(state) {
  const { live, next } = programme(state);
  const focused = state.questions[document.activeElement?.closest(".row")?.dataset.number];
  const view = [focused, live, next].find((one) => one && mayCorrect(one));
  if (view) openCorrection(view);
  return Boolean(view);
}

/** @param stateOf gives the present state, or null; @param resize takes 1 or −1 */
export function listen(stateOf, resize) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event.target) || !stateOf()) return;
    if (isSingleCharacter(event) && !on) return;
    const wish =
      { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller" }[isSingleCharacter(event) ? event.key : ""] ??
      wishOf(event);
    if (wish === "browse_down" && event.key !== "ArrowDown") browse(1);
    else if (wish === "browse_up" && event.key !== "ArrowUp") browse(-1);
    else if (wish === "larger" || wish === "smaller") resize(wish === "larger" ? 1 : -1);
    else if (wish !== "correct" || event.repeat || !correct(stateOf())) return;
    event.preventDefault();
  });
}
