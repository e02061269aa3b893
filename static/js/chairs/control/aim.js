/**
 * Protection against clicks on the wrong target. Rows and the live question can change at any time. If an element
 * appeared under the pointer less than half a second ago, a click must not act on it. After another seat has changed
 * the live or the next question, this page does not advance the programme for half a second.
 */

/** @import { ChairsState } from "../model/ui.js" */

import { _ } from "../../shared/i18n.js";
import { uniqueView } from "../model/lists.js";
import { shownViews, thumbTarget } from "../model/shown.js";
import { change, hideMessage, showMessage, ui } from "../model/ui.js";
import { restKeys } from "./rest.js";
import { isMine } from "./send.js";

/** A person needs this time, in ms, to react to a change. */
const REACTION = 500;
/** Maximum movement of a resting mouse, in CSS pixels. */
const TREMOR = 6;
/** The time in ms during which the footer says that a click did nothing. */
const SHOWN = 8000;

/**
 * The position of the mouse. Null during the use of a finger or a pen, because a finger or a pen does not rest over a
 * target.
 * @type {{x: number, y: number} | null}
 */
let pointer = null;
/** The last change of the target under a resting mouse: its time, and the position of the mouse. */
let slip = { at: -Infinity, x: 0, y: 0 };
/**
 * The target of the previous click.
 * @type {string | null}
 */
let pressed = null;
/**
 * `number`: the question in the bar at the bottom of a phone. If this question replaced a question that has left
 * Incoming, `at` is the time of the replacement. Otherwise, for example after the chair has chosen another row, `at` is
 * -Infinity.
 */
let thumb = { number: /** @type {number | undefined} */ (undefined), at: -Infinity };
/** The last time at which another seat changed *Now* or *Next*. */
let bandMovedAt = -Infinity;

/**
 * Return a string that identifies the target under the mouse. Without a mouse or a target, return null. For the buttons
 * Advance and Undo, the string is the button's text. For a button in a row, the string consists of the question's
 * number and the button's act.
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
 * If drawing has put another target under the mouse, store the time and the position of the mouse. `hasSlipped` uses
 * them to stop a click on the new target. Call after drawing.
 * @param {string | null} before the result of `pointedTarget` before drawing
 */
export function compareTarget(before) {
  if (before !== null && pointer && before !== pointedTarget()) slip = { at: performance.now(), ...pointer };
}

/**
 * Record which question the phone's bar now contains. If the previous question has left Incoming, record the time. Call
 * after drawing.
 */
export function compareThumb() {
  const number = thumbTarget()?.number;
  const hasLeft = thumb.number !== undefined && !shownViews("incoming").some((view) => view.number === thumb.number);
  if (hasLeft || number !== thumb.number) thumb = { number, at: hasLeft ? performance.now() : -Infinity };
}

/**
 * Return whether the click is on an act in the phone's bar and comes too early. Too early: less than REACTION ms after
 * another question came into the bar.
 * @param {MouseEvent} event
 */
const isOnNewThumb = ({ target }) =>
  performance.now() - thumb.at < REACTION && target instanceof Element && Boolean(target.closest(".thumb-acts"));

/**
 * Return whether the target under the resting mouse changed less than REACTION ms before the click.
 * @param {MouseEvent} event
 */
const hasSlipped = ({ clientX, clientY }) =>
  performance.now() - slip.at < REACTION && Math.hypot(clientX - slip.x, clientY - slip.y) < TREMOR;

/**
 * If another seat has changed *Now* or *Next*, disable the button *Advance* for `REACTION` ms, because its effect has
 * changed.
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

/**
 * Show a sentence in the footer for SHOWN ms. The sentence says that a press did nothing. Do not show it in the row,
 * because the row would then be higher and move the rows below it again.
 * @param {string} sentence
 */
export function sayNothingDone(sentence) {
  showMessage("press", sentence);
  setTimeout(() => {
    if (ui.messages.get("press") === sentence) hideMessage("press");
  }, SHOWN);
}

/**
 * Store the position of the mouse. For a finger or a pen, store null.
 * @param {PointerEvent} event
 */
function onMove({ pointerType, clientX: x, clientY: y }) {
  pointer = pointerType === "mouse" ? { x, y } : null;
}

/**
 * Stop a click if its target has just changed. Stop the second click of a double click if the two clicks have different
 * targets.
 * @param {MouseEvent} event
 */
function onClick(event) {
  if (!event.detail) return; // A key press caused this click, so the mouse cannot be over a wrong target.
  const isSecondElsewhere = event.detail > 1 && pointedTarget() !== pressed;
  pressed = pointedTarget();
  const isOnNew = isOnNewThumb(event);
  if (!isSecondElsewhere && !isOnNew && !hasSlipped(event)) return;
  event.preventDefault();
  event.stopPropagation();
  // The row that the chair meant has moved away. Disable the keys, because they would act on another row.
  if (!isSecondElsewhere && event.target instanceof Element && event.target.closest("[data-row]")) restKeys();
  // Show no message after a double click, because the first click has already performed the act.
  if (isOnNew || (!isSecondElsewhere && pressed))
    sayNothingDone(_("Something moved as you pressed: nothing was done."));
}

/** Attach the listeners that record the mouse and stop clicks. */
export function watchAim() {
  addEventListener("pointermove", onMove, true);
  addEventListener("click", onClick, true);
}
