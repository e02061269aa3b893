"""Snapshots as bytes: rendered once for each (stream, seq) and compressed once, whoever asks, within a bounded memory."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable

SMALLEST = 800
"""Bytes below which compressing is not worth it."""
MOST_BYTES = 64 * 1024 * 1024


class Snapshot:
    """One state of a stream in the forms in which it is sent."""

    __slots__ = ("_zipped", "head", "plain")

    def __init__(self, head: tuple[str, int], change: dict):
        self.head = head
        self.plain = json.dumps(change, ensure_ascii=False, separators=(",", ":")).encode()
        self._zipped: bytes | None = None

    def zipped(self) -> bytes | None:
        """Gzip, made at the first call; None where it is not worth it."""
        if self._zipped is None and len(self.plain) >= SMALLEST:
            self._zipped = gzip.compress(self.plain, 5, mtime=0)
        return self._zipped

    def size(self) -> int:
        """Bytes that it holds."""
        return len(self.plain) + len(self._zipped or b"")


class Snapshots:
    """The latest snapshot of each stream; those that nobody has asked for the longest go when there are too many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most = most_bytes
        self._kept: dict[tuple[int, str], Snapshot] = {}
        self._lock = threading.Lock()

    def get(self, session_id: int, stream: str, head: tuple[str, int], render: Callable[[], dict]) -> Snapshot:
        """The stream's snapshot at this (epoch, seq), rendered if it is not there yet."""
        with self._lock:
            kept = self._kept.pop((session_id, stream), None)
            if kept is None or kept.head != head:
                kept = Snapshot(head, render())
            self._kept[session_id, stream] = kept
            total = sum(snapshot.size() for snapshot in self._kept.values())
            while total > self._most and len(self._kept) > 1:
                total -= self._kept.pop(next(iter(self._kept))).size()
        return kept

    def forget(self, session_id: int) -> None:
        """Nothing of this session stays in memory."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == session_id]:
                del self._kept[key]
