"""Presence marks: the question that each chair is reading.

Presence marks are advisory. They are in memory only and expire after 15 seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ..core.contracts import Reading

EXPIRES_AFTER = 15.0
"""Lifetime of a presence mark, in seconds."""


class Presence:
    """The marks of all sessions: {session id: {seat name: (question number, monotonic time of expiry)}}."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._marks: dict[int, dict[str, tuple[int, float]]] = {}

    def mark(self, session_id: int, seat: str, number: int | None) -> bool:
        """Set a chair's mark, or clear it with None. Return whether the list of readers changed."""
        before = self.readers(session_id)
        marks = self._marks.setdefault(session_id, {})
        if number is None:
            marks.pop(seat, None)
        else:
            marks[seat] = (number, self._clock() + EXPIRES_AFTER)
        return self.readers(session_id) != before

    def readers(self, session_id: int) -> list[Reading]:
        """Return the marks that have not expired, ordered by seat."""
        now = self._clock()
        return [
            {"seat": seat, "number": number}
            for seat, (number, end) in sorted(self._marks.get(session_id, {}).items())
            if end > now
        ]

    def forget(self, session_id: int) -> None:
        """Delete all marks of a session."""
        self._marks.pop(session_id, None)

    def expire(self) -> list[int]:
        """Delete expired marks. Return the ids of the sessions of the deleted marks."""
        now = self._clock()
        changed = []
        for session_id, marks in self._marks.items():
            expired = [seat for seat, (_, end) in marks.items() if end <= now]
            for seat in expired:
                del marks[seat]
            if expired:
                changed.append(session_id)
        return changed
