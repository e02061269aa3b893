/* What the page starts with (docs/architecture.md, #page), parsed once. null where a page has none. */

/** The JSON of the data block with this id, or null. */
export function block(id) {
  const element = typeof document === "undefined" ? null : document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
}

export const page = block("page");
