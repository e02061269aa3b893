/* Lengths as a reader counts them, like the server's limit. */
const segmenter =
  typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter("und", { granularity: "grapheme" }) : null;

/** How many graphemes; in an old browser code points without combining marks. */
export function graphemes(text) {
  const clean = text.normalize("NFC");
  if (segmenter) {
    let n = 0;
    for (const _ of segmenter.segment(clean)) n += 1;
    return n;
  }
  return [...clean.replace(/[\p{M}\u200d]/gu, "")].length;
}
