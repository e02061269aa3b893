/* Text length in graphemes, the unit of the server's limits. */

import { clean } from "./clean-text.js";

const segmenter =
  typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter("und", { granularity: "grapheme" }) : null;

/**
 * Clean a text and count its graphemes, as the server does. In a browser without `Intl.Segmenter`, count the code
 * points that are not combining marks or joiners.
 * @param {string} text as typed
 */
export function graphemes(text) {
  const cleaned = clean(text);
  if (segmenter) return [...segmenter.segment(cleaned)].length;
  return [...cleaned.replace(/[\p{M}\u200d]/gu, "")].length;
}
