/** The intent of each key press. Pure; each page's own `listen` executes the intents. */

/**
 * @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey" | "isComposing">}
 *   KeyPress
 */

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
  "/": "find",
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
 * Return the Latin letter of a key, or null. On a keyboard of another script, the key's position gives the letter, so
 * that the same keys work in every interface language.
 * @param {KeyPress} event
 */
function letterOf(event) {
  if (/^[a-z]$/iu.test(event.key)) return event.key.toLowerCase();
  const isOtherScript = event.key.length === 1 && /\p{L}/u.test(event.key);
  return isOtherScript && /^Key[A-Z]$/u.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : null;
}

/**
 * Return the digit 1–9 by the key's position, or null. The typed character is not used, because a digit needs Shift on
 * AZERTY keyboards.
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
 * Return the name of the intent of a key press, or null if the key has none.
 * @param {KeyPress} event
 */
export function intentOf(event) {
  if (event.ctrlKey || event.metaKey || event.isComposing) return null;
  if (event.key === "Enter") return event.shiftKey && !event.altKey ? "advance" : null;
  if (event.key === "Escape") return event.shiftKey || event.altKey ? null : "clear_find";
  if (event.key === "Backspace") return event.shiftKey && !event.altKey ? "screen" : null;
  if (event.altKey) return WITH_ALT[event.key] ?? null;
  if (event.key in SIGNS) return SIGNS[event.key];
  const letter = letterOf(event);
  if (!letter) return null;
  return (event.shiftKey ? WITH_SHIFT : LETTERS)[letter] ?? null;
}

/**
 * Return whether the key is a single character: people can switch these shortcuts off (WCAG 2.1.4).
 * @param {KeyPress} event
 */
export function isSingleCharacter(event) {
  return event.key?.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
}
