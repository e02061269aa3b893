/* The JSON blocks that the server puts into the page, parsed once (docs/architecture.md, "#page"). */

/** @import {PageData} from "./contracts.d.ts" */

/**
 * Return the content of the data block with this id, or null if the page has no such block.
 * @param {string} id
 */
export function block(id) {
  const element = typeof document === "undefined" ? null : document.getElementById(id);
  return element ? JSON.parse(element.textContent ?? "") : null;
}

/** The page data; null on a page without a `#page` block. A module that runs on such a page too must use `page?.`. */
export const page = /** @type {PageData} */ (block("page"));

/**
 * Return the page's reading language if the session has this language. Otherwise return undefined, for example if the
 * person reads questions as asked. The page sends the result with each read, because the floor has one stream for each
 * language of the session. If the result is undefined, the server chooses the stream.
 */
export const streamLanguage = () =>
  page.session.languages.some(({ code }) => code === page.reading) ? page.reading : undefined;

/**
 * Return the value of the attribute `lang` for a text from the session file: the text's language. Return null if the
 * language equals the page's language or is not known.
 * @param {{lang?: string | null} | undefined} text
 */
export const foreign = (text) => (text?.lang && text.lang !== page.lang ? text.lang : null);

/**
 * Return whether a language, without its region, is one of the session's languages.
 * @param {string} language a tag without a region, such as "fr"
 */
export const isOfSession = (language) =>
  page.session.languages.some(({ code }) => code.split("-")[0].toLowerCase() === language);
