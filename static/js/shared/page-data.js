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

/** Null on a page without a `#page` block and in tests; modules that are also loaded without the block use `page?.`. */
export const page = /** @type {PageData} */ (block("page"));
