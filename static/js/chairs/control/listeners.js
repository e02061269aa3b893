/** The listeners of the page: each key press and each click becomes an intent. */

/** @import { IntentTarget } from "./perform.js" */

import { intentOf, isSingleCharacter, isTyping } from "../../shared/keys.js";
import { readStored, writeStored } from "../../shared/storage.js";
import { selectedViews } from "../model/shown.js";
import { change, isCurrentRow, ui } from "../model/ui.js";
import { currentRow } from "./focus.js";
import { perform } from "./perform.js";

const STORED = "chair-keys";
/**
 * Elements on which an arrow key goes to another row. On all other elements, an arrow key scrolls or changes a choice.
 */
const ARROW_TARGETS = "[data-row], [data-heading], button, body";
/** Maximum time, in ms, from lifting a finger to the focus and click events of a touch screen. */
const TAP = 400;

/**
 * Return the target of an element's act: the list and the question number of the row that contains the element, and the
 * element's own value.
 * @param {HTMLElement} element
 * @returns {IntentTarget}
 */
function targetOf(element) {
  const holder = /** @type {HTMLElement | null} */ (element.closest("[data-number]"));
  const list = /** @type {HTMLElement | null} */ (element.closest("[data-list]"));
  const { value, numeric } = element.dataset;
  return {
    list: /** @type {IntentTarget["list"]} */ (list?.dataset.list),
    number: holder ? Number(holder.dataset.number) : undefined,
    value: value !== undefined && numeric !== undefined ? Number(value) : value,
  };
}

/**
 * Return the closest element that matches `selector` and contains the event's target, or null.
 * @param {Event} event
 * @param {string} selector
 */
function closest({ target }, selector) {
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(selector)) : null;
}

/** @param {MouseEvent} event */
function onClick(event) {
  const row = closest(event, "[data-row]");
  const button = closest(event, "[data-act]");
  if (button?.getAttribute("aria-disabled") === "true") return;
  const act = button?.dataset.act;
  // Approving removes the row; opening the row first would only make the page flicker.
  if (row && act !== "approve") setCurrent(row);
  if (button && act) perform(act, targetOf(button));
}

/** @param {HTMLElement} row */
function setCurrent(row) {
  const { list, number } = targetOf(row);
  if (!list || number === undefined || isCurrentRow(list, number)) return;
  change({ current: { list, number } });
  // The current row is taller than the other rows. Scroll so that its buttons are within the visible part of the list.
  queueMicrotask(() => row.scrollIntoView({ block: "nearest" }));
}

/**
 * True between the pointer press and the click. If the row opened during this time, its buttons would move away from
 * the pointer.
 */
let isPointerDown = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let lifting;

function onPointerDown() {
  clearTimeout(lifting);
  isPointerDown = ui.byPointer = true;
}

/** @param {PointerEvent} event */
function onPointerUp(event) {
  clearTimeout(lifting);
  if (event.pointerType === "mouse") isPointerDown = false;
  else
    lifting = setTimeout(() => {
      isPointerDown = false;
    }, TAP);
}

function onAnyKey() {
  clearTimeout(lifting);
  isPointerDown = ui.byPointer = false;
}

/** @param {FocusEvent} event */
function onFocusIn(event) {
  const row = closest(event, "[data-row]");
  if (row && !isPointerDown) setCurrent(row);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.defaultPrevented || isTyping(event.target) || closest(event, "[popover]")) return;
  const intent = intentOf(event);
  if (!intent) return;
  if (!ui.keysOn && isSingleCharacter(event) && intent !== "keys") return;
  const isOnArrowTarget = event.target instanceof Element && event.target.matches(ARROW_TARGETS);
  if (event.key.startsWith("Arrow") && !event.altKey && !isOnArrowTarget) return;
  if (event.repeat && !intent.startsWith("browse")) return;
  const isForSelection = intent === "decline" && selectedViews().length > 0;
  if (perform(isForSelection ? "decline_selected" : intent, currentRow() ?? {})) event.preventDefault();
}

/**
 * Switch keyboard shortcuts on or off, and store the choice on this device.
 * @param {boolean} isOn
 */
export function setKeys(isOn) {
  change({ keysOn: isOn });
  writeStored(STORED, isOn ? "on" : "off");
}

/**
 * Attach the listeners.
 * @param {HTMLElement} root
 */
export function listen(root) {
  const stored = readStored(STORED, /** @type {string} */ ("on"));
  ui.keysOn = stored !== "off";
  root.addEventListener("click", onClick);
  root.addEventListener("focusin", onFocusIn);
  root.addEventListener("pointerdown", onPointerDown, true);
  addEventListener("pointerup", onPointerUp, true);
  addEventListener("pointercancel", onPointerUp, true);
  document.addEventListener("keydown", onAnyKey, true);
  document.addEventListener("keydown", onKey);
}
