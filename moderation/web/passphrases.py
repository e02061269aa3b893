"""An in-memory record of the attempts to enter staff seats with a passphrase.

The waiting time applies to the seat and not to a network address, because many people may share an address. Only people
with the seat's link can make attempts. Wrong attempts do not disturb a person who is already in the seat, because this
person needs no passphrase.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from ..concurrency import Runtime
from ..core.refusals import Refusal
from ..services import passphrase as passphrase_hash

FREE = 2
"""Number of wrong passphrases without a waiting time."""
MOST_WAIT = 60.0
"""The longest waiting time after a wrong passphrase, in seconds."""

COMPARISON = 5.0
"""Seconds after which a second comparison for the same seat may begin while the first comparison is still running."""


class PassphraseAttempts:
    """The attempts of all seats: for each seat, the number of wrong passphrases since the latest right passphrase.

    Any thread may call `check`.
    """

    def __init__(self, runtime: Runtime, clock: Callable[[], float] = time.monotonic):
        self._runtime, self._clock = runtime, clock
        self._lock = threading.Lock()
        self._wrong: dict[str, int] = {}
        self._allowed_at: dict[str, float] = {}

    def check(self, seat: str, hashed: str, given: str | None) -> None:
        """Compare a passphrase with the seat's hash, in a thread outside the event loop.

        Refuse with `passphrase.needed` if `given` is empty or None. Refuse with `passphrase.wrong` if `given` is not
        the seat's passphrase. Refuse with `passphrase.wait` during the waiting time, and during another comparison for
        this seat. After the third wrong passphrase, the waiting time is 2 s. Each further wrong passphrase doubles the
        waiting time, up to `MOST_WAIT`.
        """
        if not given:
            raise Refusal("passphrase.needed")
        self._begin(seat)
        is_right = False
        try:
            is_right = self._runtime.in_thread(passphrase_hash.is_right, hashed, given)
        finally:
            self._end(seat, is_right)
        if not is_right:
            seconds = self._seconds_left(seat)
            raise Refusal("passphrase.wrong", **({"retry_after": seconds} if seconds else {}))

    def _begin(self, seat: str) -> None:
        """Count the attempt as wrong before the passphrase is compared.

        Otherwise a client could avoid the waiting time: it could send many attempts at the same time. `_end` deletes
        the count if the passphrase is right.
        """
        with self._lock:
            seconds = self._seconds_left(seat)
            if seconds:
                raise Refusal("passphrase.wait", retry_after=seconds)
            self._wrong[seat] = self._wrong.get(seat, 0) + 1
            self._allowed_at[seat] = self._clock() + COMPARISON

    def _end(self, seat: str, is_right: bool) -> None:
        with self._lock:
            # This comparison may have lasted longer than `COMPARISON` seconds. A second comparison has then begun
            # meanwhile. If its passphrase was right, its end has deleted the count of this seat. Therefore, the count
            # may be missing here.
            wrong = self._wrong.get(seat, 0)
            self._allowed_at[seat] = self._clock() + (min(MOST_WAIT, 2.0 ** (wrong - FREE)) if wrong > FREE else 0)
            if is_right:
                self._wrong.pop(seat, None)
                self._allowed_at.pop(seat, None)

    def _seconds_left(self, seat: str) -> int:
        return max(0, math.ceil(self._allowed_at.get(seat, 0.0) - self._clock()))
