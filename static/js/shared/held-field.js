/**
 * The field or dialog in which a person works. If the page removes the field while the person types, the next letters
 * must not act as keyboard shortcuts. This module detects the removal.
 */

import { isTyping } from "./keys.js";

/** Keys that can close a field or move the focus out of it. */
const LEAVING_KEYS = new Set(["Escape", "Enter", "Tab"]);

let isDeliberate = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Record that the person has just acted. Until the next turn of the event loop, `wasTakenAway` returns false: if the
 * field disappears, the person has closed it. Also call this function when the server has accepted a command of the
 * person and the page therefore closes the field.
 */
export function markDeliberate() {
  isDeliberate = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    isDeliberate = false;
  }, 0);
}

/**
 * Record a key press with which the person can leave the field.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (LEAVING_KEYS.has(event.key) || event.ctrlKey || event.metaKey || !isTyping(event.target)) markDeliberate();
}

/** Attach the listeners that detect clicks and key presses with which the person can leave the field. */
export function watchDeliberate() {
  addEventListener("keydown", onKey, true);
  for (const type of ["pointerdown", "click", "submit", "change"]) addEventListener(type, markDeliberate, true);
}

/**
 * Return the open dialog that contains the focus, otherwise the focused field, otherwise null. Call before drawing.
 * @returns {Element | null}
 */
export function heldField() {
  const { activeElement } = document;
  return activeElement?.closest("[popover]") ?? (isTyping(activeElement) ? activeElement : null);
}

/**
 * Return whether drawing, and not an act of the person, has taken the focus out of this field or dialog. Return false
 * if a new element with the same id has the focus. Call after drawing.
 * @param {Element | null} held
 */
export function wasTakenAway(held) {
  if (held === null || isDeliberate || held.contains(document.activeElement)) return false;
  return !held.id || document.activeElement?.id !== held.id;
}
