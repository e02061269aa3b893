/* The browser's question "Leave this page?". It protects words that are not stored and would be lost with the page. */

let isGuarded = false;

/**
 * While `hasWords()` returns true, make the browser ask before the person leaves the page. Only the first call has an
 * effect. Call this function only after the browser has refused to store words, because the listener can keep the page
 * out of the back/forward cache.
 * @param {() => boolean} hasWords
 */
export function guardLeaving(hasWords) {
  if (isGuarded) return;
  isGuarded = true;
  addEventListener("beforeunload", (event) => {
    if (hasWords()) event.preventDefault();
  });
}
