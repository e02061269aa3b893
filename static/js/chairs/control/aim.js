/**
 * What the hand was aiming at a moment ago. Rows move and Now changes by themselves: a click or key that was on its
 * way to what stood there must not hit what stands there now.
 */

import { _ } from "../../shared/i18n.js";
import { isMine } from "./acts.js";
import { only } from "../model/lists.js";
import { change, note, ui } from "../model/ui.js";

/** In so many milliseconds nobody sees that something else is there, and stops. */
const REACTION = 500;
const TREMOR = 6; // pixels by which a resting hand moves
const SAID = 8000; // ms for which it is said that a click did nothing

let pointer = null; // {x, y} of the mouse; null for other pointers, which rest nowhere
let slipped = { at: -Infinity };
let pressed = null; // the target of the click before
let bandMovedAt = -Infinity;

/** What a click would act on: the question and the act, or the words that say what the button does. */
export function target() {
  const element = pointer && document.elementFromPoint(pointer.x, pointer.y);
  const saying = element?.closest(".advance, .undo");
  if (saying) return saying.textContent;
  const holder = element?.closest("[data-number]");
  return holder ? `${holder.dataset.number} ${element.closest("[data-act]")?.dataset.act}` : null;
}

/** After drawing: something else than `before` has come under the mouse, which did not move. */
export function compareTarget(before) {
  if (before !== null && before !== target()) slipped = { at: performance.now(), ...pointer };
}

const hasSlipped = ({ clientX, clientY }) =>
  performance.now() - slipped.at < REACTION && Math.hypot(clientX - slipped.x, clientY - slipped.y) < TREMOR;

/** The colleague changed Now or Next: for a moment Advance would do something else than it said. */
export function noteBand(before, after) {
  const moved = ["live", "next"].flatMap((status) => {
    const [was, is] = [before, after].map((state) => only(state, status)?.number);
    return was === is ? [] : [was, is];
  });
  if (!moved.length || ["advance", "undo", "add", ...moved].some((where) => isMine(where, after))) return;
  bandMovedAt = performance.now();
  setTimeout(change, REACTION);
}

export const isBandMoving = () => performance.now() - bandMovedAt < REACTION;

/** In the foot, which does not move: not beside the rows, which would move again. */
function sayNothingDone() {
  const sentence = _("Something moved as you pressed: nothing was done.");
  note("undo", sentence);
  setTimeout(() => ui.notes.get("undo") === sentence && note("undo", null), SAID);
}

/** Attaches the listeners. */
export function keepAim() {
  addEventListener(
    "pointermove",
    ({ pointerType, clientX: x, clientY: y }) => (pointer = pointerType === "mouse" ? { x, y } : null),
    true,
  );
  addEventListener(
    "click",
    (event) => {
      // Keys click too, at nothing in particular.
      if (!event.detail) return;
      const isOnceMore = event.detail > 1 && target() !== pressed;
      pressed = target();
      if (!isOnceMore && !hasSlipped(event)) return;
      event.preventDefault();
      event.stopPropagation();
      // The second click of a double click has had its way already.
      if (!isOnceMore && pressed) sayNothingDone();
    },
    true,
  );
}
