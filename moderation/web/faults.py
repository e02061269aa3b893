"""The faults that an operator must see although the server still answers: little disk space, failing commits, no
translations.

The beginning and the end of each fault are logged. Call the methods that change the faults only in the loop of
concurrency.py.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ..store.folder import Folder
from . import metrics

LEAST_FREE = 200 * 1024 * 1024
"""The disk of the data folder counts as nearly full if it has fewer free bytes than this number."""
COMMIT_SECONDS = 60.0
"""After a failed commit, the fault "commits fail" is present for this number of seconds."""

logger = logging.getLogger("open_floor")


class Faults:
    """The present faults of a server. `lacks_redis`: returns True if a configured Redis is not connected."""

    def __init__(self, folder: Folder, clock: Callable[[], float] = time.monotonic):
        self._folder, self._clock = folder, clock
        self._failed_at: float | None = None
        self._error = ""
        self._engines: dict[str, str] = {}
        self._known: set[str] = set()
        self.lacks_redis: Callable[[], bool] = lambda: False

    def commit_failed(self, error: str) -> None:
        """Record a commit or a command that failed in the database. `error`: SQLite's name of the error."""
        metrics.commit_failed(error)
        self._failed_at, self._error = self._clock(), error
        self.report()

    def translation_failed(self, engine: str, kind: str) -> None:
        """Record a failed call of a translation engine. `kind`: an entry of services/translation/engine.KINDS."""
        metrics.translation_failed(engine, kind)
        self._engines[engine] = kind
        self.report()

    def translated(self, engine: str) -> None:
        """Record a successful call of a translation engine."""
        if self._engines.pop(engine, None):
            self.report()

    def disk_free(self) -> int:
        """Return the free bytes on the disk of the data folder."""
        return shutil.disk_usage(self._folder.path).free

    def database_bytes(self) -> int:
        """Return the size of the database and of its write-ahead log."""
        database = self._folder.database
        return sum(_size(database.with_name(database.name + part)) for part in ("", "-wal"))

    def present(self) -> list[str]:
        """Return a phrase for each present fault."""
        faults = []
        if self.disk_free() < LEAST_FREE:
            faults.append("disk nearly full")
        if self._failed_at is not None and self._clock() - self._failed_at < COMMIT_SECONDS:
            faults.append(f"commits fail ({self._error})")
        if self.lacks_redis():
            faults.append("Redis not connected")
        return [*faults, *(f"engine {engine}: {kind}" for engine, kind in sorted(self._engines.items()))]

    def report(self) -> None:
        """Log each fault that has begun or ended since the last call."""
        present = set(self.present())
        for fault in sorted(present - self._known):
            logger.error("fault: %s", fault)
        for fault in sorted(self._known - present):
            logger.info("fault has ended: %s", fault)
        self._known = present


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
