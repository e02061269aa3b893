/** A page with data blocks for modules that read them; import the module under test dynamically after `givePage`. */

/** Let `shared/page.js` find `page` as the content of the block #page. */
export function givePage(page) {
  const blocks = { page: { textContent: JSON.stringify(page) } };
  globalThis.document = { getElementById: (id) => blocks[id] ?? null };
}
