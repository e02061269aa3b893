/** The blanks between the sentences of a paragraph. The templates have the filter `sentences` for the same purpose. */

/**
 * Return the blank after a sentence or "…:": none after full-width punctuation, which already contains the space.
 * @param {string} sentence
 */
export const blankAfter = (sentence) => (/[。！？：；]$/.test(sentence) ? "" : " ");

/**
 * Join sentences to one paragraph. Empty sentences are left out.
 * @param {...string} sentences
 */
export const joinSentences = (...sentences) =>
  sentences
    .filter(Boolean)
    .map((sentence, index, all) => (index < all.length - 1 ? sentence + blankAfter(sentence) : sentence))
    .join("");
