/** The languages of the two texts that the booth shows side by side, chosen by the booth and stored on this machine. */

import { page } from "../shared/page-data.js";
import { readStored, writeStored } from "../shared/storage.js";

/** @typedef {{from: string, into: string}} Sides `from`: AS_ASKED or a language; `into`: another language. */

export const AS_ASKED = "asked";
const STORED = "booth-languages";

/**
 * Return a stored choice in which each invalid value is replaced by its default. Pure.
 * @param {{from?: unknown, into?: unknown} | null} stored
 * @param {string[]} codes the session's languages
 * @param {string} lang the page's language
 * @returns {Sides} `from` is a language only for a booth that works from another booth's language
 */
export function validSides(stored, codes, lang) {
  const into = codes.find((code) => code === stored?.into) ?? codes.find((code) => code === lang) ?? codes[0];
  const from = codes.find((code) => code === stored?.from && code !== into) ?? AS_ASKED;
  return { from, into };
}

const codes = () => page.session.languages.map(({ code }) => code);
/** @type {Sides | null} */
let chosen = null;

/** Return the current choice. */
export function sides() {
  chosen ??= validSides(readStored(STORED, /** @type {Sides | null} */ (null)), codes(), page.lang);
  return chosen;
}

/**
 * Choose the language of one side. If both sides would have the same language, give the other side the former language
 * of the changed side.
 * @param {Partial<Sides>} values
 */
export function choose(values) {
  const choice = { ...sides(), ...values };
  if (values.from && values.from === choice.into) choice.into = sides().from;
  chosen = validSides(choice, codes(), page.lang);
  writeStored(STORED, chosen);
}
