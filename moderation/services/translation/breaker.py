"""A circuit breaker: it stops the calls to a failing engine for some time, then allows one trial call."""

from __future__ import annotations

from collections.abc import Callable

FAILURES = 5
OPEN_SECONDS = 30.0


class CircuitBreaker:
    """The breaker of one engine. `clock` returns seconds.

    While the breaker is closed, every call is allowed. After `failures` consecutive failures, the breaker is open for
    `seconds` seconds, and no call is allowed. Then the breaker is half open: one call is allowed, and its result closes
    or opens the breaker.
    """

    def __init__(self, clock: Callable[[], float], failures: int = FAILURES, seconds: float = OPEN_SECONDS):
        self._clock, self._failures_to_open, self._seconds = clock, failures, seconds
        self._failures = 0
        self._closed = True
        self._try_at = 0.0

    def allows(self) -> bool:
        """Return whether a call is allowed now. The state does not change."""
        return self._closed or self._clock() >= self._try_at

    def begin(self) -> bool:
        """Reserve a call and return True, or return False if no call is allowed.

        While the breaker is half open, only the first caller gets True. If this caller reports no result, another call
        is allowed after `seconds`.
        """
        if not self.allows():
            return False
        if not self._closed:
            self._try_at = self._clock() + self._seconds
        return True

    def succeeded(self) -> None:
        """Record a success and close the breaker."""
        self._failures = 0
        self._closed = True

    def failed(self, retry_after: float | None = None) -> None:
        """Record a failure. If `retry_after` is given, open the breaker immediately for this number of seconds."""
        self._failures += 1
        if self._failures >= self._failures_to_open or not self._closed or retry_after:
            self._closed = False
            self._try_at = self._clock() + (retry_after or self._seconds)

    def allowed_in(self) -> float:
        """Return the seconds until a call is allowed, or 0 if a call is allowed now."""
        return 0.0 if self._closed else max(0.0, self._try_at - self._clock())
