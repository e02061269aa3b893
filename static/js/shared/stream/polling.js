/* Polling, the fallback while the page has no socket. */

/**
 * Return a poller that is switched off.
 * @param {() => Promise<void>} poll one reading; must not reject
 * @param {{beforePolling: () => number, poll: (hidden: boolean) => number}} delay ms
 */
export function poller(poll, delay) {
  let isOn = false;
  /** @type {number | undefined} */
  let starting;
  /** @type {number | undefined} */
  let next;

  async function run() {
    await poll();
    if (isOn) next = setTimeout(run, delay.poll(document.hidden));
  }

  return {
    isOn: () => isOn,
    /** Start to poll after a delay, unless polling is on or about to start. */
    startLater() {
      starting ??= setTimeout(() => {
        isOn = true;
        run();
      }, delay.beforePolling());
    },
    stop() {
      clearTimeout(starting);
      clearTimeout(next);
      starting = undefined;
      isOn = false;
    },
  };
}
