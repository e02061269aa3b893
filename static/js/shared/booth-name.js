/** The name of the booth that has written a translation. */

import { page } from "./page-data.js";

/** @import {QuestionView} from "./contracts.d.ts" */

/**
 * Return the name of the booth that wrote the question's translation into this language. Return "" if no booth wrote
 * the translation, or if the booth has no name.
 * @param {QuestionView} view
 * @param {string} lang
 */
export function boothName({ translations }, lang) {
  const translation = translations?.[lang];
  if (translation?.source !== "booth") return "";
  return page.session.booths?.find(({ seat }) => seat === (translation.booth ?? translation.by))?.name ?? "";
}
