/* The cleaning of a text as on the server (moderation/core/text.py), for the counter beside a field. The regular
   expressions use no lookbehind, because Safari before 16.4 rejects it. Pure. */

import { balanced } from "./bidi.js";

const BREAK = /\r\n|[\r\v\f\x85\u2028]/gu;
const FLAG = "\\u{1f3f4}[\\u{e0061}-\\u{e007a}]{2}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{1,4}\\u{e007f}";
const SIGNS = "\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2";
const KEPT = `\\n\\u200c\\u200d\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2066-\\u2069${SIGNS}`;
// The server also removes all unassigned code points. The browser removes only the noncharacters, which are never
// assigned. Reason: in an older browser, the characters of newer Unicode versions are unassigned. If the browser
// removed them, its count would differ from the server's count.
const OUT = new RegExp(`(${FLAG})|(?![${KEPT}])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Noncharacter_Code_Point}]`, "gu");
// The characters that normalisation reorders: marks of the categories Mn and Me, and spacing marks with a combining
// class. The spacing marks are listed one by one, because JavaScript has no property for combining classes.
const SPACING =
  "\\u{1715}\\u{1734}\\u{1b44}\\u{1baa}\\u{1bf2}\\u{1bf3}\\u{302e}\\u{302f}\\u{a953}\\u{a9c0}" +
  "\\u{111c0}\\u{11235}\\u{1134d}\\u{113cf}\\u{116b6}\\u{1193d}\\u{11f41}" +
  "\\u{16ff0}\\u{16ff1}\\u{1d165}\\u{1d166}\\u{1d16d}-\\u{1d172}";
const SORTED = `[\\p{Mn}\\p{Me}${SPACING}]`;
const UNSAFE = new RegExp(`(${SORTED}{30})${SORTED}+`, "gu");
const REPEATED_JOINERS = /[\u200c\u200d]+([\u200c\u200d])/gu;
const MARK = "[\\u200c\\u200d]?[\\p{Mn}\\p{Me}]";
const TOWER = new RegExp(`((?:${MARK}){4})(?:${MARK})+`, "gu");
const JOINS = "[\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]";
const JOINERS = new RegExp(`(${JOINS}?)([\\u200c\\u200d])(?=(${JOINS}?))`, "gu");
const GAP = /\n{3,}/gu;

/**
 * Return the text as the server stores it. There are two exceptions:
 * - Unassigned code points can remain (see `OUT`).
 * - More than 1,000 joiners or 1,200 bidirectional controls can remain. No accepted question has so many of these
 *   characters.
 * @param {string} text
 */
export function clean(text) {
  let cleaned = text.replace(BREAK, "\n").replaceAll("\u2029", "\n\n").replaceAll("\t", " ");
  for (let result = pass(cleaned); result !== cleaned; result = pass(cleaned)) cleaned = result;
  return cleaned;
}

/**
 * Clean the text once. The result can contain further characters to remove, so `clean` repeats the call.
 * @param {string} text
 */
function pass(text) {
  const visible = text
    .replace(OUT, (_removed, flag) => flag ?? "")
    .replace(UNSAFE, "$1")
    .normalize("NFC")
    .replace(REPEATED_JOINERS, "$1")
    .replace(TOWER, "$1")
    .replace(JOINERS, (_joined, before, joiner, after) => before + (before && after ? joiner : ""));
  return balanced(visible).replace(GAP, "\n\n").trim();
}
