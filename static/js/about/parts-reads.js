/*
 * Requests that read the server-rendered parts of the page. At most one request runs at a time. After a failure, the
 * next request follows after a random delay. At the start of the session, all open pages read; random delays spread
 * their requests.
 */

const AT_START = [0, 3_000]; // ms
const AGAIN = [3_000, 8_000];

/**
 * Return two functions that call `read`. `readNow` calls it immediately; if a read is running, it calls it again
 * afterwards. `readAtStart` calls it after a random delay, which is shorter for the first time (AT_START) than later
 * (AGAIN). While a read is planned or running, `readAtStart` does nothing. From the start of the session, call
 * `readAtStart` repeatedly until the page has no countdown.
 * @param {() => Promise<boolean>} read read and show the parts; return whether the server has answered
 */
export function partsReads(read) {
  let isReading = false;
  let isPlanned = false;
  let isOutdated = false;
  let hasReadAtStart = false;

  async function readNow() {
    isOutdated = true;
    if (isReading) return;
    isReading = true;
    let isAnswered = true;
    while (isOutdated && isAnswered) {
      isOutdated = false;
      isAnswered = await read();
    }
    isReading = false;
    if (!isAnswered) plan(AGAIN);
  }

  function readAtStart() {
    if (plan(hasReadAtStart ? AGAIN : AT_START)) hasReadAtStart = true;
  }

  /**
   * Plan a read after a random delay between the two delays. Return false if a read is already planned or running.
   * @param {number[]} delays the minimum and the maximum delay in ms
   */
  function plan([least, longest]) {
    if (isReading || isPlanned) return false;
    isPlanned = true;
    setTimeout(
      () => {
        isPlanned = false;
        readNow();
      },
      least + Math.random() * (longest - least),
    );
    return true;
  }

  return { readNow, readAtStart };
}
