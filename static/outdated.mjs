// The built files of earlier builds. They stay for 30 days, because a server that is still running, and the pages that it
// has sent, name them.

const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Return which of the files that the present build did not make must be deleted.
 *
 * `present`: the files in the folder. `built`: the names of the present build. `dropped`: {file: when it was first not
 * built, in ISO 8601}, as the last call returned it. The result: {remove: the files to delete, dropped: the record for
 * the next call}.
 * @param {string[]} present
 * @param {Set<string>} built
 * @param {Record<string, string>} dropped
 * @param {Date} now
 */
export function sortOutdated(present, built, dropped, now) {
  const remove = [];
  /** @type {Record<string, string>} */
  const remaining = {};
  for (const name of present.filter((name) => !built.has(name)).sort()) {
    const since = dropped[name] ?? now.toISOString();
    if (now.getTime() - Date.parse(since) > KEPT_MS) remove.push(name);
    else remaining[name] = since;
  }
  return { remove, dropped: remaining };
}
