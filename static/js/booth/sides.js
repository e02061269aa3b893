/** Which two texts of a question stand side by side, chosen by the booth and kept on this machine. */

import { page } from "../shared/page.js";

export const AS_ASKED = "asked";
const KEY = "of-booth-languages";

/**
 * What of a kept choice still holds. Pure.
 * @param kept {from, into} or nothing; @param codes the session's languages; @param lang the page's own
 * @returns {{from: string, into: string}} `from`: AS_ASKED or a language, for a booth that works from another's; `into`: a language, never `from`
 */
export function settled(kept, codes, lang) {
  const into = [kept?.into, lang].find((code) => codes.includes(code)) ?? codes[0];
  const from = codes.includes(kept?.from) && kept.from !== into ? kept.from : AS_ASKED;
  return { from, into };
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null; // a browser that keeps nothing, or something else under this name
  }
}

const codes = () => page.session.languages.map(({ code }) => code);
let chosen = null;

/** {from, into} as they stand now. */
export const sides = () => (chosen ??= settled(kept(), codes(), page.lang));

/** Takes another language for one side; the other side steps aside where both would be the same. */
export function choose(values) {
  const wish = { ...sides(), ...values };
  if (values.from && values.from === wish.into) wish.into = sides().from;
  chosen = settled(wish, codes(), page.lang);
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    /* it holds until the page is left */
  }
}
