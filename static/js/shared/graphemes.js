/* Text length in graphemes, the unit of the server's limits. */

const segmenter =
  typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter("und", { granularity: "grapheme" }) : null;

/**
 * Count the graphemes of a text. In an old browser, count code points without combining marks and joiners.
 * @param {string} text
 */
export function graphemes(text) {
  const normalised = text.normalize("NFC");
  if (segmenter) return [...segmenter.segment(normalised)].length;
  return [...normalised.replace(/[\p{M}\u200d]/gu, "")].length;
}
