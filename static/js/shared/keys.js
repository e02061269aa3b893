/** Which key does what. Pure; `listen` in chairs/control/keyboard.js acts on it. */

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
  w: "line",
  x: "select",
  u: "undo",
  h: "history",
  o: "original",
  c: "correct",
  s: "see_suggestion",
};

/**
 * The letter a key stands for. Keyboards without Latin letters give it by place,
 * so that the same caps work in every interface language.
 */
function letterOf(event) {
  if (/^[a-z]$/iu.test(event.key)) return event.key.toLowerCase();
  const isOtherScript = event.key.length === 1 && /\p{L}/u.test(event.key);
  return isOtherScript && /^Key[A-Z]$/u.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : null;
}

/** The digit by physical key (AZERTY needs Shift for digits), 1–9, or null. */
export function digitOf(event) {
  const found = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code ?? "");
  return found ? Number(found[1]) : null;
}

/** True where letters are text. */
export function isTyping(target) {
  if (!target?.matches) return false;
  if (target.isContentEditable) return true;
  return target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

/** The name of what a key press asks for, or null. `event`: key, code and modifiers. */
export function wishOf(event) {
  if (event.ctrlKey || event.metaKey || event.isComposing) return null;
  if (event.key === "Enter") return event.shiftKey && !event.altKey ? "advance" : null;
  if (event.key === "Escape") return event.shiftKey || event.altKey ? null : "clear_find";
  if (event.key === "Backspace") return event.shiftKey && !event.altKey ? "screen" : null;
  if (event.altKey) return { ArrowUp: "move_up", ArrowDown: "move_down" }[event.key] ?? null;
  if (event.key === "?") return "keys";
  if (event.key === "/") return "find";
  if (event.key === ".") return "menu";
  if (event.key === "+") return "add";
  if (event.key === "ArrowDown") return "browse_down";
  if (event.key === "ArrowUp") return "browse_up";
  if (event.key === "ArrowLeft") return "browse_left";
  if (event.key === "ArrowRight") return "browse_right";
  const letter = letterOf(event);
  if (event.shiftKey) return { j: "move_down", k: "move_up" }[letter] ?? null;
  return LETTERS[letter] ?? null;
}

/** Wishes made by a single character: these can be switched off (WCAG 2.1.4). */
export function isSingleCharacter(event) {
  return event.key?.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
}
