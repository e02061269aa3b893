/** Sentences that need another translation in a certain context. A separate module, because the floor page has none. */

import { _ } from "./i18n.js";

/**
 * Return the translation of a sentence in its context. Without a translation, return the English sentence.
 * @param {string} context such as "many": the word is beside a number of questions
 * @param {string} msgid
 */
export function pgettext(context, msgid) {
  // moderation/catalogues.py joins context and sentence in the same way, as .mo files do.
  const id = `${context}\u0004${msgid}`;
  const translation = _(id);
  return translation === id ? msgid : translation;
}
