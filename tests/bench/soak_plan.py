"""The data that the processes of a soak test exchange as JSON: the plan of the test, and the result of one session."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Plan:
    """The load of a soak test.

    `url`, `token`: the server's address and control token. `file`: the session file of all sessions. `seconds`: the
    length of the test. `lanes`: the number of sessions that run at the same time. `life`: seconds per session.
    `phones`: attendees per session. `questions`, `votes`: the number per second in each session.
    """

    url: str
    token: str
    file: str
    texts: list[str]
    seconds: float
    lanes: int
    life: float
    phones: int
    questions: float
    votes: float
    seed: int


@dataclass
class SessionResult:
    """The result of one session.

    `lost`: the number of acknowledged questions that are missing in the record. `acts`: {act: number of the chairs'
    accepted commands}. `failed`: {name of a read or command, with its status or code: number of failures}.
    """

    code: str
    phones: int = 0
    asked: int = 0
    voted: int = 0
    lost: int = 0
    acts: dict = field(default_factory=dict)
    reads: int = 0
    failed: dict = field(default_factory=dict)
