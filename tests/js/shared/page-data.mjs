/** The data blocks of a page, for modules that read them. Import the module under test dynamically after `givePage`. */

/** Make `page` the content of the block #page, which `shared/page-data.js` reads. */
export function givePage(page) {
  const blocks = { page: { textContent: JSON.stringify(page) } };
  globalThis.document = { getElementById: (id) => blocks[id] ?? null };
}
