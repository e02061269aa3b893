/*
 * The browser's storage, with one prefix for all names. The functions of this module never throw. If the browser
 * refuses to store a value, the value stays in memory until the person leaves the page.
 */

/** @typedef {"localStorage" | "sessionStorage"} Area `sessionStorage` lasts as long as the tab. */

const PREFIX = "open-floor.";
// The prefix of earlier versions. `load` moves values to the current prefix, because an old value can be a question
// that was never sent.
const OLD_PREFIX = "of-";

/**
 * The texts that the browser refused to store. Key: the area and the name. Value: the text, or null if the browser
 * refused to delete the stored text.
 * @type {Map<string, string | null>}
 */
const refused = new Map();

/**
 * Return the text stored under `name`, or null. If the text is stored with the old prefix, store it again with the
 * current prefix.
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
    // The browser forbids the storage: `text` is null. Or the storage is too full for a second copy: the text keeps the
    // old prefix.
  }
  return text;
}

/**
 * Return the value stored under `name`, or `fallback`. The caller checks the shape of a stored object.
 * @template T
 * @param {string} name
 * @param {T} fallback returned if there is no such value. If `fallback` is a string, also return a plain text (not
 *   JSON) that an earlier version stored
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
 * Store `value` as JSON under `name`. If `value` is null, delete the stored value instead.
 * @param {string} name
 * @param {unknown} value
 * @param {Area} [area]
 * @returns {boolean} whether the browser stored the value; if false, the value is lost when the person leaves the page
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

/**
 * Delete the values of this product from the browser's storage, for all sessions.
 * @param {(name: string) => boolean} [isDeleted] whether to delete the value with this name; by default every value is
 *   deleted
 */
export function clearStored(isDeleted = () => true) {
  for (const key of refused.keys()) if (isDeleted(key.slice(key.indexOf(" ") + 1))) refused.delete(key);
  for (const area of /** @type {Area[]} */ (["localStorage", "sessionStorage"])) {
    try {
      const storage = globalThis[area];
      for (const key of Object.keys(storage)) {
        const prefix = [PREFIX, OLD_PREFIX].find((start) => key.startsWith(start));
        if (prefix && isDeleted(key.slice(prefix.length))) storage.removeItem(key);
      }
    } catch {
      // If the browser forbids the storage, there is nothing to delete.
    }
  }
}

/**
 * Return the names in `localStorage` that begin with `prefix`, in any order. Include the names of values that are kept
 * in memory because the browser refused to store them. Leave out values that are still stored under `OLD_PREFIX`.
 * @param {string} prefix
 */
export function storedNames(prefix) {
  const names = new Set();
  try {
    const storage = globalThis.localStorage;
    for (let index = 0; index < storage.length; index += 1) {
      const key = storage.key(index) ?? "";
      if (key.startsWith(PREFIX + prefix)) names.add(key.slice(PREFIX.length));
    }
  } catch {
    // If the browser forbids the storage, return only the values in memory.
  }
  for (const [key, text] of refused) {
    const name = key.slice(key.indexOf(" ") + 1);
    if (!key.startsWith(`localStorage ${prefix}`)) continue;
    if (text === null) names.delete(name);
    else names.add(name);
  }
  return [...names];
}

/**
 * Return whether `localStorage` contains the current value of `name`. If the browser has refused to store the value,
 * return false: the value is only in memory, and is lost when the person leaves the page.
 * @param {string} name
 */
export const isStored = (name) => !refused.has(`localStorage ${name}`);

/**
 * Return whether the browser refused to store a value whose name has one of these prefixes. Such a value is lost when
 * the person leaves the page.
 * @param {string[]} prefixes
 */
export const hasUnstored = (...prefixes) =>
  [...refused].some(
    ([key, text]) => text !== null && prefixes.some((prefix) => key.slice(key.indexOf(" ") + 1).startsWith(prefix)),
  );

/**
 * Call `listener` for each change that another tab makes to a value whose name has this prefix. The arguments of
 * `listener` are the name, and the values before and after the change; null for a missing or unreadable value.
 * @param {string} prefix
 * @param {(name: string, before: unknown, after: unknown) => void} listener
 */
export function onStoredElsewhere(prefix, listener) {
  addEventListener("storage", ({ key, oldValue, newValue }) => {
    if (key?.startsWith(PREFIX + prefix)) listener(key.slice(PREFIX.length), parse(oldValue), parse(newValue));
  });
}

/**
 * Return the value of a stored JSON text; null if the text is missing or unreadable.
 * @param {string | null} text
 */
function parse(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
