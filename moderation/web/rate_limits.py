"""Rate limits in memory: new attendees from one address, and comparisons of drafts by one attendee.

The limit for new attendees is high and stops only floods, because all people on one Wi-Fi network may have the same
address. Names (addresses, attendees) are stored only as hashes with a random key of this process. A name is deleted
after its bucket is full.

The rate limit for questions is not here but in the store (store/attendees.py), because its token bucket must change in
the same transaction as the question, survive a restart, and exist as long as the attendee.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

BURST = 5000
PER_SECOND = 10.0
DRAFTS_BURST = 10
DRAFTS_PER_SECOND = 0.5
MOST_NAMES = 10_000
"""Number of buckets in memory. When it is exceeded, full buckets are deleted."""


class RateLimiter:
    """A token bucket for each name. A bucket has at most `burst` tokens and gains `per_second` tokens per second."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic):
        self._burst, self._per_second, self._clock = float(burst), per_second, clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def take(self, name: str) -> bool:
        """Take a token from the bucket of `name`. Return False if the bucket is empty."""
        return not self.wait(name)

    def wait(self, name: str) -> float:
        """Take a token from the bucket of `name` and return 0. If the bucket is empty, return the seconds to wait."""
        now = self._clock()
        key = hashlib.blake2b(name.encode(), key=self._key, digest_size=12).digest()
        tokens, at = self._buckets.get(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._per_second)
        if tokens < 1:
            return (1 - tokens) / self._per_second
        self._buckets[key] = (tokens - 1, now)
        if len(self._buckets) > MOST_NAMES:
            self._forget_full(now)
        return 0.0

    def _forget_full(self, now: float) -> None:
        full = [
            key for key, (tokens, at) in self._buckets.items() if tokens + (now - at) * self._per_second >= self._burst
        ]
        for key in full:
            del self._buckets[key]
