/**
 * Protection against clicks on the wrong target. Rows and Now can change at any time. A click or a key press must not
 * act on an element that appeared under the pointer less than half a second ago.
 */

/** @import { ChairsState } from "../model/ui.js" */

import { _ } from "../../shared/i18n.js";
import { uniqueView } from "../model/lists.js";
import { change, hideMessage, showMessage, ui } from "../model/ui.js";
import { isMine } from "./send.js";

/** The time, in ms, within which a person cannot react to a change. */
const REACTION = 500;
/** Maximum movement of the mouse in a resting hand, in CSS pixels. */
const TREMOR = 6;
/** The time, in ms, for which the footer says that a click did nothing. */
const SHOWN = 8000;

/**
 * The position of the mouse. Null for a finger or a pen, because neither rests on the screen.
 * @type {{x: number, y: number} | null}
 */
let pointer = null;
/** The last time at which the target under the mouse changed, and the position of the mouse at that time. */
let slip = { at: -Infinity, x: 0, y: 0 };
/**
 * The target of the previous click.
 * @type {string | null}
 */
let pressed = null;
/** The last time at which another seat changed Now or Next. */
let bandMovedAt = -Infinity;

/**
 * Return the effect of a click at this moment: the question and the act, or the text of the button. Return null without
 * a mouse.
 */
export function pointedTarget() {
  const element = pointer && document.elementFromPoint(pointer.x, pointer.y);
  const labelled = element?.closest(".advance, .undo");
  if (labelled) return labelled.textContent;
  const holder = /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-number]"));
  const button = /** @type {HTMLElement | null | undefined} */ (element?.closest("[data-act]"));
  return holder ? `${holder.dataset.number} ${button?.dataset.act}` : null;
}

/**
 * Record the time and the position of the mouse if drawing has changed the target under the resting mouse. Call after
 * drawing.
 * @param {string | null} before
 */
export function compareTarget(before) {
  if (before !== null && pointer && before !== pointedTarget()) slip = { at: performance.now(), ...pointer };
}

/** @param {MouseEvent} event */
const hasSlipped = ({ clientX, clientY }) =>
  performance.now() - slip.at < REACTION && Math.hypot(clientX - slip.x, clientY - slip.y) < TREMOR;

/**
 * Disable the Advance button for `REACTION` ms when another seat has changed the question in Now or Next, because the
 * button now has a different effect.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function compareBand(before, after) {
  /** @type {number[]} */
  const moved = [];
  for (const status of /** @type {const} */ (["live", "next"])) {
    const [old, present] = [before, after].map((state) => uniqueView(state, status)?.number);
    if (old !== present) moved.push(...[old, present].filter((number) => number !== undefined));
  }
  if (!moved.length || ["advance", "undo", "add", ...moved].some((subject) => isMine(subject, after))) return;
  bandMovedAt = performance.now();
  setTimeout(change, REACTION);
}

export const isBandMoving = () => performance.now() - bandMovedAt < REACTION;

/** Show in the footer that the click did nothing. A message at the row would move the rows again. */
function sayNothingDone() {
  const sentence = _("Something moved as you pressed: nothing was done.");
  showMessage("undo", sentence);
  setTimeout(() => {
    if (ui.messages.get("undo") === sentence) hideMessage("undo");
  }, SHOWN);
}

/** @param {PointerEvent} event */
function onMove({ pointerType, clientX: x, clientY: y }) {
  pointer = pointerType === "mouse" ? { x, y } : null;
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (!event.detail) return; // A key press caused the click.
  const isSecondElsewhere = event.detail > 1 && pointedTarget() !== pressed;
  pressed = pointedTarget();
  if (!isSecondElsewhere && !hasSlipped(event)) return;
  event.preventDefault();
  event.stopPropagation();
  // Show no message after a double click, because its first click has acted.
  if (!isSecondElsewhere && pressed) sayNothingDone();
}

/** Attach the listeners. */
export function watchAim() {
  addEventListener("pointermove", onMove, true);
  addEventListener("click", onClick, true);
}
