"""Limits that are kept in memory: new attendees from one address, drafts compared for one attendee.

The first is wide: one Wi-Fi is one address, so it stops floods, never a room. Addresses and attendees are kept as a keyed hash under a
key of this process, and forgotten when their bucket is full again.
"""

from __future__ import annotations

import hashlib
import secrets
import time

BURST = 5000
PER_SECOND = 10.0
DRAFTS_BURST = 10
DRAFTS_PER_SECOND = 0.5
MOST_NAMES = 10_000


class RateLimiter:
    """A token bucket for each name."""

    def __init__(self, burst: int, per_second: float, clock=time.monotonic):
        self._burst, self._per_second, self._clock = float(burst), per_second, clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def take(self, name: str) -> bool:
        """Whether one more of this name is let in."""
        return not self.wait(name)

    def wait(self, name: str) -> float:
        """0 where one more of this name is let in, else the seconds until then."""
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
