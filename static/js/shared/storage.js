/*
 * The browser's storage, with one prefix for all names. Its functions never throw: a value that the browser refuses to
 * store lasts until the page is left.
 */

/** @typedef {"localStorage" | "sessionStorage"} Area `sessionStorage` lasts as long as the tab. */

const PREFIX = "open-floor.";
// The prefix of earlier versions. Their values are moved, because a value may be a question that was never sent.
const OLD_PREFIX = "of-";

/**
 * The texts that the browser refused to store, by area and name; null for a text that it refused to delete.
 * @type {Map<string, string | null>}
 */
const refused = new Map();

/**
 * Return the text stored under `name`, or null. A text under the old key is moved to the new key first.
 * @param {string} name
 * @param {Area} area
 */
function load(name, area) {
  const unsaved = refused.get(`${area} ${name}`);
  if (unsaved !== undefined) return unsaved;
  let text = null;
  try {
    const storage = globalThis[area];
    text = storage.getItem(PREFIX + name);
    if (text !== null) return text;
    text = storage.getItem(OLD_PREFIX + name);
    if (text === null) return null;
    storage.setItem(PREFIX + name, text);
    storage.removeItem(OLD_PREFIX + name);
  } catch {
    // If storage is forbidden or too full for a second copy, the text stays under the old key.
  }
  return text;
}

/**
 * Return the value stored under `name`, or `fallback`. The caller checks the shape of a stored object.
 * @template T
 * @param {string} name
 * @param {T} fallback a string also accepts the plain text that earlier versions stored
 * @param {Area} [area]
 * @returns {T}
 */
export function readStored(name, fallback, area = "localStorage") {
  const text = load(name, area);
  if (text === null) return fallback;
  try {
    return JSON.parse(text);
  } catch {
    return typeof fallback === "string" ? /** @type {T} */ (text) : fallback;
  }
}

/**
 * Store `value` as JSON under `name`; null deletes it.
 * @param {string} name
 * @param {unknown} value
 * @param {Area} [area]
 * @returns {boolean} whether the browser stored the value; if false, the value lasts until the page is left
 */
export function writeStored(name, value, area = "localStorage") {
  const text = value == null ? null : JSON.stringify(value);
  try {
    const storage = globalThis[area];
    if (text === null) storage.removeItem(PREFIX + name);
    else storage.setItem(PREFIX + name, text);
    storage.removeItem(OLD_PREFIX + name);
    refused.delete(`${area} ${name}`);
    return true;
  } catch {
    refused.set(`${area} ${name}`, text);
    return false;
  }
}
