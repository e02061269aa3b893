/* When a page speaks to the server by itself: spread, so that a whole room never does at one instant. Milliseconds. */
const RECONNECT = 5_000;
const SILENCE = 25_000; // without a word from the server for so long, the socket is taken for dead
const PATIENCE = 5_000; // without a socket for so long, we poll
const POLL = 3_000;
const POLL_HIDDEN = 15_000;

/** `random()` in [0, 1) is replaced by tests. Each gives a new delay: uniform, of the width of what it spreads. */
export const delays = (random = Math.random) => ({
  reconnect: () => random() * RECONNECT,
  silence: () => SILENCE + random() * RECONNECT,
  patience: () => PATIENCE + random() * POLL,
  poll: (hidden) => (hidden ? POLL_HIDDEN : POLL) * (0.75 + random() / 2),
});
