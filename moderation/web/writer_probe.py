"""The health check of the writer thread.

All callers share one pending check. Otherwise, checks would accumulate while the writer is blocked.
"""

from __future__ import annotations

from typing import Any

from ..concurrency import Future
from ..core.refusals import Refusal
from ..store.connection import Connection
from ..store.errors import DatabaseError
from ..store.writer import Writer

TIMEOUT = 2.0
"""Time limit for the check, in seconds. If the writer has not run the check by then, the check has failed."""


class WriterProbe:
    """A check whether the writer thread runs commands."""

    def __init__(self, writer: Writer, timeout: float = TIMEOUT):
        self._writer, self._timeout = writer, timeout
        self._pending: Future[Any] | None = None

    def is_answered(self) -> bool:
        """Return whether the writer has run the check within the time-out. If no check is pending, start one."""
        check = self._pending
        is_well = False
        try:
            if check is None:
                check = self._pending = self._writer.exclusive(_read)
            check.wait(self._timeout)
            is_well = True
        except TimeoutError:
            return False
        except (Refusal, DatabaseError):
            pass
        if self._pending is check:
            self._pending = None
        return is_well


def _read(connection: Connection) -> None:
    """Begin and end a transaction. If the connection to the database was lost, `begin_read` connects again."""
    connection.begin_read()
    connection.execute("ROLLBACK")
