/** The listeners of the page: each key press and each click becomes an intent. */

/** @import { IntentTarget } from "./perform.js" */

import { watchDeliberate } from "../../shared/held-field.js";
import { intentOf, isSingleCharacter, isTyping } from "../../shared/keys.js";
import { readStored, writeStored } from "../../shared/storage.js";
import { _ } from "../../shared/i18n.js";
import { columns, selectedViews, shownViews } from "../model/shown.js";
import { change, hideMessage, isCurrentRow, ui } from "../model/ui.js";
import { sayNothingDone } from "./aim.js";
import { currentRow } from "./focus.js";
import { rowForKey } from "./held.js";
import { isOfPage, perform } from "./perform.js";
import { wakeKeys, watchChoices } from "./rest.js";

const STORED = "chair-keys";
/**
 * The elements on which an arrow key goes to another row. On other elements, an arrow key scrolls or changes a choice.
 */
const ARROW_TARGETS = "[data-row], [data-heading], button, body";
/** Maximum time in ms between the lift of a finger and the resulting focus and click events. */
const TAP = 400;

/**
 * Return the target of the intent that a click on this element performs: the list and the question number of the row
 * that contains the element, and the value of the element's attribute `data-value`.
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

/**
 * Make the clicked row the current row, and perform the intent of the clicked button.
 * @param {MouseEvent} event
 */
function onClick(event) {
  const row = closest(event, "[data-row]");
  const button = closest(event, "[data-act]");
  if (button?.getAttribute("aria-disabled") === "true") return;
  const act = button?.dataset.act;
  // A click on Approve does not make the row the current row. Otherwise, the row would become taller and then
  // immediately disappear.
  if (row && act !== "approve") setCurrent(row);
  if (button && act) perform(act, targetOf(button));
}

/**
 * Make this row the current row.
 * @param {HTMLElement} row
 */
function setCurrent(row) {
  const { list, number } = targetOf(row);
  if (!list || number === undefined || isCurrentRow(list, number)) return;
  change({ current: { list, number }, vacated: null });
  // The current row is taller than other rows. Scroll until its buttons are within the visible part of the list.
  queueMicrotask(() => row.scrollIntoView({ block: "nearest" }));
}

/**
 * Whether a mouse button, a finger or a pen is pressed. Stays true for TAP ms after the lift of a finger or a pen.
 * While it is true, a focus event must not make a row the current row: the row's buttons would move away from the
 * pointer.
 */
let isPointerDown = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let lifting;

function onPointerDown() {
  clearTimeout(lifting);
  isPointerDown = ui.byPointer = true;
}

/**
 * Record that no pointer is pressed. For a finger or a pen, wait TAP ms first.
 * @param {PointerEvent} event
 */
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

/**
 * Make the row that gets the focus the current row. Do nothing while a pointer is pressed.
 * @param {FocusEvent} event
 */
function onFocusIn(event) {
  const row = closest(event, "[data-row]");
  if (row && ui.messages.get("press") === noRowWords()) hideMessage("press");
  if (row && !isPointerDown) setCurrent(row);
}

const noRowWords = () => _("No row is chosen: choose a row with J, K, an arrow key or a click.");

/**
 * Perform the intent of a key press.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.defaultPrevented || isTyping(event.target) || closest(event, "[popover]")) return;
  const intent = intentOf(event);
  if (!intent) return;
  if (!ui.keysOn && isSingleCharacter(event) && intent !== "keys") return;
  const isOnArrowTarget = event.target instanceof Element && event.target.matches(ARROW_TARGETS);
  if (event.key.startsWith("Arrow") && !event.altKey && !isOnArrowTarget) return;
  if (event.repeat && !intent.startsWith("browse")) return;
  if (ui.keysRest) {
    if (!isArrow(event)) return;
    wakeKeys();
  }
  const isForSelection = intent === "decline" && selectedViews().length > 0;
  if (performKey(isForSelection ? "decline_selected" : intent)) event.preventDefault();
  else if (!isOfPage(intent) && !currentRow() && columns().some((list) => shownViews(list).length))
    sayNothingDone(noRowWords());
}

/**
 * Perform the intent of a key on the current row. If an act under way removes the current row from its list, focus the
 * next row and perform the intent on that row. If the intent is not possible now, return false.
 * @param {string} intent
 */
function performKey(intent) {
  const row = currentRow();
  const target = isOfPage(intent) ? row : rowForKey();
  if (target?.number === row?.number) return perform(intent, target ?? {});
  // First wait until the next row has the focus. Otherwise, the row could take the focus from a dialog that the intent
  // opens.
  queueMicrotask(() => perform(intent, target ?? {}));
  return true;
}

/**
 * Return whether this is an arrow key without Alt and Shift.
 * @param {KeyboardEvent} event
 */
const isArrow = ({ key, altKey, shiftKey }) => key.startsWith("Arrow") && !altKey && !shiftKey;

/**
 * Switch keyboard shortcuts on or off, and store the choice on this device.
 * @param {boolean} isOn
 */
export function setKeys(isOn) {
  change({ keysOn: isOn });
  writeStored(STORED, isOn ? "on" : "off");
}

/**
 * Attach the listeners of keys, clicks and the focus.
 * @param {HTMLElement} root
 */
export function listen(root) {
  const stored = readStored(STORED, /** @type {string} */ ("on"));
  ui.keysOn = stored !== "off";
  root.addEventListener("click", onClick);
  root.addEventListener("focusin", onFocusIn);
  root.addEventListener("pointerdown", onPointerDown, true);
  watchChoices();
  watchDeliberate();
  addEventListener("pointerup", onPointerUp, true);
  addEventListener("pointercancel", onPointerUp, true);
  document.addEventListener("keydown", onAnyKey, true);
  document.addEventListener("keydown", onKey);
}
