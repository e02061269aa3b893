"""What a rehearsal is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class CannotRehearse(Exception):
    """The rehearsal did not begin, or not go on: the sentence says why. Nothing was asked of the session before it."""


@dataclass(frozen=True, slots=True)
class Options:
    """`rate`: questions a second, or `speed`: how many times faster than recorded; neither: 1 question a second, or as recorded.

    `attendees`: phones; None: one for each recorded author, else 100. `votes`: votes a second. `links`: the session's links as JSON;
    None: no co-chairs. `seconds`: no new question after that; with `rate`, the file is begun again until then.
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

    def __post_init__(self):
        if self.rate is not None and self.speed is not None:
            raise CannotRehearse("Give a rate or a speed, not both.")
        for name in ("attendees", "rate", "speed", "seconds"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise CannotRehearse(f"{name} must be more than 0.")
        if self.votes < 0:
            raise CannotRehearse("votes must not be below 0.")

    def as_report(self) -> dict:
        """The options as the report shows them: file names only, and no links."""
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
