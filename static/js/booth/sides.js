/**
 * The languages of the two texts that the booth's page shows side by side. The interpreter chooses the languages. The
 * choice is stored on this machine.
 */

import { page } from "../shared/page-data.js";
import { readStored, writeStored } from "../shared/storage.js";

/**
 * @typedef {{from: string, into: string}} Sides `from`: the language of the left text, or AS_ASKED; `into`: the
 *   language of the right text, never equal to `from`.
 */

export const AS_ASKED = "asked";
const STORED = "booth-languages";

/**
 * Return the stored choice. Replace an invalid value by its default. The default of `from` is AS_ASKED. The default of
 * `into` is the page's language. Exception: if the booth has two languages and the page's language is not one of them,
 * the default of `into` is the booth's second language. Pure.
 * @param {{from?: unknown, into?: unknown} | null} stored
 * @param {string[]} codes the session's languages
 * @param {string} lang the page's language
 * @param {string[]} [pair] the languages of the booth
 * @returns {Sides}
 */
export function validSides(stored, codes, lang, pair = []) {
  const usual = pair.length && !pair.includes(lang) ? pair[1] : lang;
  const into = codes.find((code) => code === stored?.into) ?? codes.find((code) => code === usual) ?? codes[0];
  const from = codes.find((code) => code === stored?.from && code !== into) ?? AS_ASKED;
  return { from, into };
}

const codes = () => page.session.languages.map(({ code }) => code);
const pair = () => page.session.booths?.find(({ seat }) => seat === page.seat)?.languages ?? [];
/** @type {Sides | null} */
let chosen = null;

/** Return the current choice. */
export function sides() {
  chosen ??= validSides(readStored(STORED, /** @type {Sides | null} */ (null)), codes(), page.reading, pair());
  return chosen;
}

/**
 * Choose the language of the left text (`from`) or of the right text (`into`), and store the choice. The two languages
 * must differ. If the new `from` equals `into`, the right text gets the former language of the left text. If the former
 * `from` was AS_ASKED, which is no language, the right text gets its default language. If the two languages are still
 * equal, or if the new `into` equals `from`, `from` becomes AS_ASKED.
 * @param {Partial<Sides>} values
 */
export function choose(values) {
  const choice = { ...sides(), ...values };
  if (values.from && values.from === choice.into) choice.into = sides().from;
  chosen = validSides(choice, codes(), page.reading, pair());
  writeStored(STORED, chosen);
}
