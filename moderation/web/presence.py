"""Which question each chair is reading: a soft mark, kept in memory only, gone after 15 seconds."""

from __future__ import annotations

import time

FADES_AFTER = 15.0


class Presence:
    """{session id: {seat name: (number, when it fades)}}."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._marks: dict[int, dict[str, tuple[int, float]]] = {}

    def mark(self, session_id: int, seat: str, number: int | None) -> bool:
        """Set or clear a chair's mark; whether the list changed."""
        before = self.readers(session_id)
        marks = self._marks.setdefault(session_id, {})
        if number is None:
            marks.pop(seat, None)
        else:
            marks[seat] = (number, self._clock() + FADES_AFTER)
        return self.readers(session_id) != before

    def readers(self, session_id: int) -> list[dict]:
        """[{seat, number}], by seat."""
        now = self._clock()
        return [
            {"seat": seat, "number": number}
            for seat, (number, end) in sorted(self._marks.get(session_id, {}).items())
            if end > now
        ]

    def forget(self, session_id: int) -> None:
        self._marks.pop(session_id, None)

    def fade(self) -> list[int]:
        """Forget what has faded; the sessions whose list changed."""
        now = self._clock()
        changed = []
        for session_id, marks in self._marks.items():
            faded = [seat for seat, (_, end) in marks.items() if end <= now]
            for seat in faded:
                del marks[seat]
            if faded:
                changed.append(session_id)
        return changed
