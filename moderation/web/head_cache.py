"""A bounded cache of values that are valid for one (epoch, seq) of a stream."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

MOST_ENTRIES = 64
SERVER = 0
"""The session id for values of the whole server, such as the look of the join page. No session has this id."""


class HeadCache:
    """A cache with one value for each pair (session, key): the latest stored value.

    If there are more than `most` values, the cache deletes the least recently used value. Any thread may call the
    methods.
    """

    def __init__(self, most: int = MOST_ENTRIES):
        self._most = most
        self._cached: dict[tuple[int, Hashable], tuple[tuple[str, int], Any]] = {}
        self._lock = threading.Lock()
        self._deletions = 0

    def get(self, session_id: int, key: Hashable, head: tuple[str, int], make: Callable[[], Any]) -> Any:
        """Return the cached value if it was stored for this `head`, an (epoch, seq). Otherwise, return the result of
        `make` and store it.

        If another thread calls `clear` or `forget` while `make` runs, return the result without storing it.
        """
        with self._lock:
            deletions = self._deletions
            entry = self._cached.pop((session_id, key), None)
        if entry is None or entry[0] != head:
            entry = (head, make())
        with self._lock:
            if deletions == self._deletions:
                self._cached[session_id, key] = entry
                while len(self._cached) > self._most:
                    del self._cached[next(iter(self._cached))]
        return entry[1]

    def find(self, session_id: int, key: Hashable) -> Any:
        """Return the latest value without a check of its (epoch, seq), or None if there is no value."""
        with self._lock:
            _, value = self._cached.get((session_id, key), (None, None))
        return value

    def clear(self) -> None:
        """Delete all values. A value of an earlier state may contain words that have been erased."""
        with self._lock:
            self._deletions += 1
            self._cached.clear()

    def forget(self, session_id: int) -> None:
        """Delete all values of a session."""
        with self._lock:
            self._deletions += 1
            for key in [key for key in self._cached if key[0] == session_id]:
                del self._cached[key]
