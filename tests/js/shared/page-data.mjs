/**
 * A replacement for the data blocks of a page, for modules that read them. Call `givePage` first, and then import the
 * module under test dynamically.
 */

/** Store `page` and `setup` in the data blocks #page and #setup. `shared/page-data.js` reads these data blocks. */
export function givePage(page, setup = null) {
  const blocks = { page: { textContent: JSON.stringify(page) } };
  if (setup) blocks.setup = { textContent: JSON.stringify(setup) };
  globalThis.document = { getElementById: (id) => blocks[id] ?? null };
}
