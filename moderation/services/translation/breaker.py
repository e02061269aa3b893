"""When to leave a failing engine alone, and how long to wait before the next try. Clock and chance are given."""

from __future__ import annotations

from collections.abc import Callable

FAILURES = 5
OPEN_SECONDS = 30.0


class Breaker:
    """Closed: every call may go. After FAILURES in a row open for OPEN_SECONDS, then one call may try (half open)."""

    def __init__(self, clock: Callable[[], float], failures: int = FAILURES, seconds: float = OPEN_SECONDS):
        self._clock, self._most, self._seconds = clock, failures, seconds
        self._failed = 0
        self._closed = True
        self._try_at = 0.0

    def allows(self) -> bool:
        """May a call go now? Asking changes nothing."""
        return self._closed or self._clock() >= self._try_at

    def begin(self) -> bool:
        """Takes the leave to call: half open only the first gets it, and one that never reports back is forgotten
        after OPEN_SECONDS."""
        if not self.allows():
            return False
        if not self._closed:
            self._try_at = self._clock() + self._seconds
        return True

    def succeeded(self) -> None:
        self._failed = 0
        self._closed = True

    def failed(self, retry_after: float | None = None) -> None:
        """Counts a failure. A service that named a time opens the breaker at once, for as long."""
        self._failed += 1
        if self._failed >= self._most or not self._closed or retry_after:
            self._closed = False
            self._try_at = self._clock() + (retry_after or self._seconds)

    def opens_in(self) -> float:
        """Seconds until a call may go; 0 when it may now."""
        return 0.0 if self._closed else max(0.0, self._try_at - self._clock())


class Backoff:
    """Doubling waits with jitter: None when no try is left."""

    def __init__(self, chance: Callable[[], float], first: float = 0.5, most: float = 8.0, tries: int = 4):
        self._chance, self._first, self._most, self._tries = chance, first, most, tries

    def delay(self, tried: int, retry_after: float | None = None) -> float | None:
        """After `tried` failed tries (1 or more). Between half and the whole of the step, and at least `retry_after`."""
        if tried >= self._tries:
            return None
        step = min(self._first * 2 ** (tried - 1), self._most)
        return max(step * (0.5 + 0.5 * self._chance()), retry_after or 0.0)
