"""The options of a rehearsal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


class CannotRehearse(Exception):
    """The exception for a rehearsal that cannot begin or continue. The message gives the reason."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one rehearsal. The constructor raises CannotRehearse for a value out of range.

    - `rate`: questions per second. With `rate`, the recorded times (the times in the lines of the questions file) are
      not used.
    - `speed`: number by which the recorded times are divided. With `speed`, every line must have a time and an author.
    - Without `rate` and `speed`, the recorded times are used if every line has a time and an author. Otherwise, 1
      question per second is sent.
    - `attendees`: None means one attendee for each author if the recorded times are used, otherwise 100.
    - `votes`: votes per second.
    - `links`: the file with the session's links as JSON; None means no co-chairs.
    - `seconds`: duration after which no question is sent. If the recorded times are not used, the file is repeated
      until this time.
    - `seed`: the seed of all random choices.
    """

    url: str
    session: str
    questions: Path
    attendees: int | None = None
    rate: float | None = None
    speed: float | None = None
    votes: float = 0.0
    links: Path | None = None
    seconds: float | None = None
    seed: int = 1

    def __post_init__(self) -> None:
        if self.rate is not None and self.speed is not None:
            raise CannotRehearse("Give a rate or a speed, not both.")
        for name in ("attendees", "rate", "speed", "seconds"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise CannotRehearse(f"{name} must be more than 0.")
        if self.votes < 0:
            raise CannotRehearse("votes must not be below 0.")

    def as_report(self) -> dict[str, Any]:
        """Return the options for the report. Omit the links file, and the folder of the questions file."""
        return {
            "url": self.url,
            "session": self.session,
            "questions": self.questions.name,
            "attendees": self.attendees,
            "rate": self.rate,
            "speed": self.speed,
            "votes": self.votes,
            "co_chairs": self.links is not None,
            "seconds": self.seconds,
        }
