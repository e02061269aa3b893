/* localStorage that never throws: full, forbidden or absent, the page goes on with what it has in memory. */
const memory = new Map();

/** The JSON kept under `name`, or `otherwise`. */
export function keptJson(name, otherwise) {
  try {
    const text = localStorage.getItem(name) ?? memory.get(name);
    return text ? JSON.parse(text) : otherwise;
  } catch {
    return memory.has(name) ? JSON.parse(memory.get(name)) : otherwise;
  }
}

/** Keeps `value` as JSON; null or undefined forgets it. */
export function keepJson(name, value) {
  const text = value == null ? null : JSON.stringify(value);
  if (text === null) memory.delete(name);
  else memory.set(name, text);
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    /* memory has it */
  }
}
