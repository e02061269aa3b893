"""Presence marks: the question that each chair is reading, and the question whose translation a booth has open.

Presence marks are advisory. The server keeps them in memory only. A mark expires after 15 seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ..core.contracts import Reading
from ..core.model import Seat, SeatKind

EXPIRES_AFTER = 15.0
"""Lifetime of a presence mark, in seconds."""
MOST_PAGES = 20
"""Maximum number of marks of one seat; each page has at most one. A further mark replaces the seat's oldest mark."""


class Presence:
    """The marks of all sessions: {session id: {(seat name, page): (question number, monotonic time of expiry)}}.

    `page`: the id of a booth's page. Several interpreters share the seat of a booth, so each page chooses an id. For a
    chair, `page` is "".
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._marks: dict[int, dict[tuple[str, str], tuple[int, float]]] = {}

    def mark(self, session_id: int, seat: str, number: int | None, page: str = "") -> bool:
        """Set the mark of a chair or of a booth's page, or clear it with None.

        Return whether the result of `readers` for this kind of seat has changed.
        """
        kind = Seat.parse(seat).kind
        before = self.readers(session_id, kind)
        marks = self._marks.setdefault(session_id, {})
        marks.pop((seat, page), None)
        if number is not None:
            of_seat = [key for key in marks if key[0] == seat]
            if len(of_seat) >= MOST_PAGES:
                del marks[of_seat[0]]
            marks[seat, page] = (number, self._clock() + EXPIRES_AFTER)
        return self.readers(session_id, kind) != before

    def readers(self, session_id: int, kind: SeatKind = SeatKind.CHAIR) -> list[Reading]:
        """Return the questions that the seats of this kind (chairs or booths) are reading now.

        The result has one item for each presence mark that has not expired, ordered by seat and by the booth's page.
        """
        now = self._clock()
        readers: list[Reading] = []
        for (seat, page), (number, end) in sorted(self._marks.get(session_id, {}).items()):
            if end > now and Seat.parse(seat).kind is kind:
                reading: Reading = {"seat": seat, "number": number}
                readers.append({**reading, "page": page} if page else reading)
        return readers

    def forget(self, session_id: int) -> None:
        """Delete all marks of a session."""
        self._marks.pop(session_id, None)

    def expire(self) -> list[int]:
        """Delete expired marks. Return the ids of the sessions that had such marks."""
        now = self._clock()
        changed = []
        for session_id, marks in self._marks.items():
            expired = [key for key, (_, end) in marks.items() if end <= now]
            for key in expired:
                del marks[key]
            if expired:
                changed.append(session_id)
        return changed
