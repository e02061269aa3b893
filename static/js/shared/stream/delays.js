/*
 * Random delays, in ms, before requests that no person has caused. They spread the requests of a full room over time.
 */

const RECONNECT = 5_000;
const SILENCE = 25_000; // Without a message from the server for this long, the socket counts as dead.
const BEFORE_POLLING = 5_000; // Without a socket for this long, the page polls.
const POLL = 3_000;
const POLL_HIDDEN = 15_000;

/**
 * Return functions. Each call of such a function returns a new random delay, uniformly distributed.
 * @param {() => number} random returns a number in [0, 1); tests replace it
 */
export const delays = (random = Math.random) => ({
  reconnect: () => random() * RECONNECT,
  silence: () => SILENCE + random() * RECONNECT,
  beforePolling: () => BEFORE_POLLING + random() * POLL,
  poll: (/** @type {boolean} */ hidden) => (hidden ? POLL_HIDDEN : POLL) * (0.75 + random() / 2),
});
