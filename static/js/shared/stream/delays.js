/* Random delays, in ms, before automatic requests. The delays spread the requests of all phones in a room over time. */

const RECONNECT = 5_000;
const SILENCE = 25_000; // Minimum time, in ms, without a message from the server before the page closes the socket.
const BEFORE_POLLING = 5_000; // Minimum time, in ms, without a socket before the page begins to poll.
const POLL = 3_000;
const POLL_HIDDEN = 15_000;

/**
 * Return functions that draw a random delay in ms, for example `reconnect` for the delay before the page connects
 * again. Each call draws a new delay. The delays are uniformly distributed.
 * @param {() => number} random returns a number in [0, 1); tests replace it
 */
export const delays = (random = Math.random) => ({
  reconnect: () => random() * RECONNECT,
  silence: () => SILENCE + random() * RECONNECT,
  beforePolling: () => BEFORE_POLLING + random() * POLL,
  poll: (/** @type {boolean} */ hidden) => (hidden ? POLL_HIDDEN : POLL) * (0.75 + random() / 2),
});
