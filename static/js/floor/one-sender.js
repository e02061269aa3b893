/* The lock that lets only one tab of the browser send the stored questions. */

// Maximum time, in ms, to wait for the lock. Reason: a tab that the browser has suspended can hold the lock for ever.
// The maximum is longer than the time-out of a request (10 s), so that another tab can end its request first.
const PATIENCE = 15_000;

/**
 * Return a function that runs its argument under the lock `name`. Only one tab at a time can hold this lock. Run the
 * argument without the lock if the browser has no Web Locks API (plain HTTP), or after PATIENCE ms of waiting. Two
 * senders at the same time are safe, because the server executes a repeated command with the same key only once.
 * @param {string} name
 */
export function oneSender(name) {
  return async (/** @type {() => Promise<void>} */ run) => {
    if (!navigator.locks) return run();
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE);
    let isRunning = false;
    try {
      await navigator.locks.request(name, { signal: abort.signal }, () => {
        isRunning = true;
        clearTimeout(timer);
        return run();
      });
    } catch (error) {
      if (isRunning) throw error;
      await run();
    }
  };
}
