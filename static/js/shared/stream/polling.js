/* Polling, the fallback while the page has no socket. */

/**
 * Return a poller. Polling is off at first.
 * @param {() => Promise<void>} poll reads once; must not reject
 * @param {{beforePolling: () => number, poll: (hidden: boolean) => number}} delay returns the ms to wait before polling
 *   starts (`beforePolling`) and between two reads (`poll`; `hidden`: whether the page is hidden)
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
    /** Start polling after a delay. Do nothing if polling is on, or if this delay is already running. */
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
