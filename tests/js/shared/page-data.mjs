/**
 * A replacement for the data blocks of a page, for modules that read them. Call `givePage` first, and then import the
 * module under test dynamically.
 */

/** Store the values in the data blocks #page, #setup and #messages. `shared/page-data.js` reads these data blocks. */
export function givePage(page, setup = null, messages = null) {
  const blocks = { page: { textContent: JSON.stringify(page) } };
  if (messages) blocks.messages = { textContent: JSON.stringify(messages) };
  if (setup) blocks.setup = { textContent: JSON.stringify(setup) };
  globalThis.document = { getElementById: (id) => blocks[id] ?? null };
}
