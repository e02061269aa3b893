/**
 * The keyboard shortcuts of staff pages. The functions convert a key press to the name of an intent. The functions are
 * pure; each page executes the intents itself.
 */

/**
 * The properties of a key press that the functions use.
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey" | "isComposing" |
 *   "keyCode">} KeyPress
 */

/**
 * The key code of a key press that an input method uses. In Safari, the key press of Enter that ends a composition also
 * has this code.
 */
const TAKEN_BY_INPUT_METHOD = 229;

/** @type {Record<string, string>} */
const LETTERS = {
  j: "browse_down",
  k: "browse_up",
  a: "approve",
  d: "decline",
  n: "set_next",
  l: "take",
  t: "to_top",
  m: "merge",
  e: "wording",
  g: "together",
  w: "notes",
  x: "select",
  u: "undo",
  h: "history",
  o: "original",
  c: "correct",
  s: "see_suggestion",
};
/** @type {Record<string, string>} */
const SIGNS = {
  "?": "keys",
  "؟": "keys",
  "？": "keys",
  "/": "find",
  "／": "find",
  ".": "menu",
  "+": "add",
  ArrowDown: "browse_down",
  ArrowUp: "browse_up",
  ArrowLeft: "browse_left",
  ArrowRight: "browse_right",
};
/** @type {Record<string, string>} */
const WITH_ALT = { ArrowUp: "move_up", ArrowDown: "move_down" };
/** @type {Record<string, string>} */
const WITH_SHIFT = { j: "move_down", k: "move_up" };

/**
 * Return whether an input method uses the key press to compose characters.
 * @param {Pick<KeyPress, "isComposing" | "keyCode">} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD;

/** @param {string} key */
const isOtherLetter = (key) => key.length === 1 && /\p{L}/u.test(key);

/**
 * Return the Latin letter of a key, or null. On a keyboard of another script, use the Latin letter of the key's
 * position, so that the same keys work on every keyboard.
 * @param {KeyPress} event
 */
function letterOf(event) {
  if (/^[a-z]$/iu.test(event.key)) return event.key.toLowerCase();
  return isOtherLetter(event.key) && /^Key[A-Z]$/u.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : null;
}

/**
 * On a keyboard of another script, the key at the position "Slash" can type a letter, such as "ظ". For this key, return
 * the intent of "/"; with Shift, return the intent of "?". Return null for all other key presses.
 * @param {KeyPress} event
 */
function slashOf(event) {
  if (event.code !== "Slash" || !isOtherLetter(event.key) || /^[a-z]$/iu.test(event.key)) return null;
  return SIGNS[event.shiftKey ? "?" : "/"];
}

/**
 * Return the digit 1–9 of the key, or null. Use the key's position, not the typed character, because a digit needs
 * Shift on AZERTY keyboards.
 * @param {KeyPress} event
 */
export function digitOf(event) {
  const match = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code ?? "");
  return match ? Number(match[1]) : null;
}

/**
 * Return whether letters typed into this element are text, not shortcuts.
 * @param {EventTarget | null} target
 */
export function isTyping(target) {
  if (!(target && "matches" in target)) return false;
  const element = /** @type {HTMLElement} */ (target);
  if (element.isContentEditable) return true;
  return element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

/**
 * Return the name of the intent of a key press, or null if the key press has no intent.
 * @param {KeyPress} event
 */
export function intentOf(event) {
  if (event.ctrlKey || event.metaKey || isComposing(event)) return null;
  if (event.key === "Enter") return event.shiftKey && !event.altKey ? "advance" : null;
  if (event.key === "Escape") return event.shiftKey || event.altKey ? null : "clear_find";
  if (event.key === "Backspace") return event.shiftKey && !event.altKey ? "screen" : null;
  if (event.altKey) return WITH_ALT[event.key] ?? null;
  if (event.key in SIGNS) return SIGNS[event.key];
  const letter = letterOf(event);
  if (!letter) return slashOf(event);
  return (event.shiftKey ? WITH_SHIFT : LETTERS)[letter] ?? null;
}

/**
 * Return whether the key press is a single character without Ctrl, Alt or Meta. People can switch off the shortcuts for
 * such key presses (WCAG 2.1.4).
 * @param {KeyPress} event
 */
export function isSingleCharacter(event) {
  return event.key?.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
}
