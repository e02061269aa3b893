/*
 * The clean-up of the bidirectional control characters of a text, with the same result as moderation/core/bidi.py.
 * Pure.
 */

const ISOLATES = "\u2066\u2067\u2068";
const POP_ISOLATE = "\u2069";
/** @type {Record<string, string>} */
const EMBEDDINGS = { "\u202a": "\u2066", "\u202b": "\u2067" };
const OVERRIDES = "\u202d\u202e";
const POP_EMBEDDING = "\u202c";

/**
 * Return the text without repeated direction marks and without overrides. Keep an isolate only if it is balanced and
 * not empty. Replace a balanced embedding with the isolate of the same direction.
 * @param {string} text
 */
export function balanced(text) {
  return text
    .replace(/([\u200e\u200f\u061c])\1+/gu, "$1")
    .split("\n")
    .map((line) => (/[\u202a-\u202e\u2066-\u2069]/u.test(line) ? balancedLine(line) : line))
    .join("\n");
}

/**
 * Return a line with balanced, non-empty isolates only.
 * @param {string} line a paragraph of the bidirectional algorithm
 */
function balancedLine(line) {
  /** @type {string[]} */
  const pieces = [];
  /**
   * The controls that are still open, outermost first. `index`: the position of the control in `pieces`. `written`: the
   * number of characters before the control; controls are not counted.
   * @type {{opening: string, index: number, written: number}[]}
   */
  const opened = [];
  let written = 0;
  const isolates = () => ISOLATES.includes(opened.at(-1)?.opening ?? POP_ISOLATE);

  /**
   * Close the innermost open control, and write it into `pieces` as an isolate. `pieces` already has an empty place for
   * its opening character; its closing character comes to the end. Write nothing if the control is an override or
   * contains no text.
   */
  function close() {
    const control = opened.pop();
    if (!control || OVERRIDES.includes(control.opening)) return;
    if (written === control.written) return;
    pieces[control.index] = EMBEDDINGS[control.opening] ?? control.opening;
    pieces.push(POP_ISOLATE);
  }

  for (const char of line) {
    if (ISOLATES.includes(char) || char in EMBEDDINGS || OVERRIDES.includes(char)) {
      opened.push({ opening: char, index: pieces.length, written });
      pieces.push("");
    } else if (char === POP_ISOLATE) {
      while (opened.length && !isolates()) opened.pop();
      close();
    } else if (char === POP_EMBEDDING) {
      if (opened.length && !isolates()) close();
    } else {
      pieces.push(char);
      written += 1;
    }
  }
  return pieces.join("");
}
