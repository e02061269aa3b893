"""A bounded cache of snapshots as bytes.

Without the cache, each request would render and compress the same snapshot again.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

SMALLEST = 800
"""Minimum size of a body to compress, in bytes. Smaller bodies are sent without compression."""
MOST_BYTES = 64 * 1024 * 1024


class Snapshot:
    """The state of a stream at one sequence number, as plain and as compressed JSON."""

    __slots__ = ("_zipped", "head", "plain")

    def __init__(self, head: tuple[str, int], change: Mapping[str, Any]):
        self.head = head
        self.plain = json.dumps(change, ensure_ascii=False, separators=(",", ":")).encode()
        self._zipped: bytes | None = None

    def zipped(self) -> bytes | None:
        """Return the JSON compressed with gzip. If the JSON is shorter than `SMALLEST` bytes, return None."""
        if self._zipped is None and len(self.plain) >= SMALLEST:
            self._zipped = gzip.compress(self.plain, 5, mtime=0)
        return self._zipped

    def size(self) -> int:
        """Return the size of the plain and the compressed JSON together, in bytes."""
        return len(self.plain) + len(self._zipped or b"")


class Snapshots:
    """A cache of the latest snapshot of each stream, with a maximum size of `most_bytes` bytes.

    If the cache is full, the least recently used snapshots are deleted first. A single snapshot may be larger than
    `most_bytes`.
    """

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most_bytes = most_bytes
        self._cached: dict[tuple[int, str], Snapshot] = {}
        self._lock = threading.Lock()

    def get(
        self, session_id: int, stream: str, head: tuple[str, int], render: Callable[[], Mapping[str, Any]]
    ) -> Snapshot:
        """Return the stream's snapshot at this (epoch, seq).

        If the cache does not contain the snapshot, call `render`.
        """
        with self._lock:
            snapshot = self._cached.pop((session_id, stream), None)
            if snapshot is None or snapshot.head != head:
                snapshot = Snapshot(head, render())
            self._cached[session_id, stream] = snapshot
            total = sum(cached.size() for cached in self._cached.values())
            while total > self._most_bytes and len(self._cached) > 1:
                total -= self._cached.pop(next(iter(self._cached))).size()
        return snapshot

    def clear(self) -> None:
        """Delete all snapshots, for example because a snapshot may contain erased words."""
        with self._lock:
            self._cached.clear()

    def forget(self, session_id: int) -> None:
        """Delete all snapshots of a session."""
        with self._lock:
            for key in [key for key in self._cached if key[0] == session_id]:
                del self._cached[key]
