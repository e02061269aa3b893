"""What is in the file at the end, against what was acknowledged: the one thing that must agree to the last vote."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.full_house_senders import ACKNOWLEDGED, Command

EXAMPLES = 10


@dataclass
class Found:
    """`lost`: acknowledged and not there as sent; `twice`: there more often than sent; `unknown`: there, and nobody sent it. {act: n}; `notices`: own counters that a phone was not told."""

    lost: Counter = field(default_factory=Counter)
    twice: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    published_wrong: int = 0
    notices: int = 0
    is_sound: bool = False
    examples: list[str] = field(default_factory=list)

    def note(self, what: str, act: str, thing: object) -> None:
        getattr(self, what)[act] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{what}: {act} {thing}")

    @property
    def faults(self) -> int:
        """0 when everything that was promised is so."""
        counted = sum(sum(some.values()) for some in (self.lost, self.twice, self.unknown))
        return counted + self.published_wrong + self.notices + (not self.is_sound)


def token_hash(cookie: str) -> bytes:
    """What the store knows an attendee by, from the Cookie header."""
    return hashlib.sha256(cookie.partition("=")[2].partition(".")[0].encode()).digest()


def read_back(database: Path, commands: list[Command], counters: dict[str, int]) -> Found:
    """Compare a server's file with all commands that were sent and with the phones' newest notices {cookie: counter}."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT number, text, token_hash, status, votes FROM questions LEFT JOIN attendees ON attendees.id = questions.attendee"
        ).fetchall()
        votes = db.execute(
            "SELECT number, token_hash FROM votes JOIN questions ON questions.id = votes.question JOIN attendees ON attendees.id = votes.attendee"
        ).fetchall()
        told = dict(db.execute("SELECT token_hash, counter FROM attendees").fetchall())
        found = Found(is_sound=db.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    _check_questions(found, rows, [command for command in commands if command.act == "ask"])
    _check_approvals(
        found,
        {number: status for number, _, _, status, _ in rows},
        [command for command in commands if command.act == "approve"],
    )
    _check_votes(
        found,
        votes,
        {number: published for number, *_, published in rows},
        [command for command in commands if command.act == "vote"],
    )
    found.notices = sum(told.get(token_hash(cookie), 0) != counter for cookie, counter in counters.items())
    return found


def _check_questions(found: Found, rows: list[tuple], asked: list[Command]) -> None:
    there = {number: (text, asker) for number, text, asker, *_ in rows}
    promised = Counter(command.number for command in asked if command.outcome == ACKNOWLEDGED)
    for command in asked:
        if command.outcome == ACKNOWLEDGED and (
            there.get(command.number) != _question(command) or promised[command.number] > 1
        ):
            found.note("lost", "ask", command.number)
    # A question that has no answer may be there or not, but once.
    sent = Counter(_question(command) for command in asked)
    for question, count in Counter(there.values()).items():
        if question not in sent:
            found.note("unknown", "ask", question[0])
        elif count > sent[question]:
            found.note("twice", "ask", question[0])


def _check_approvals(found: Found, statuses: dict[int, str], approvals: list[Command]) -> None:
    for command in approvals:
        if command.outcome == ACKNOWLEDGED and statuses.get(command.body["number"]) != "approved":
            found.note("lost", "approve", command.body["number"])
    sent = {command.body["number"] for command in approvals}
    for number, status in statuses.items():
        if status != "pending" and number not in sent:
            found.note("unknown", "approve", number)


def _check_votes(found: Found, votes: list[tuple], published: dict[int, int], cast: list[Command]) -> None:
    there, sent = set(votes), {_vote(command) for command in cast}
    for command in cast:
        if command.outcome == ACKNOWLEDGED and _vote(command) not in there:
            found.note("lost", "vote", command.body["number"])
    for number, _ in there - sent:
        found.note("unknown", "vote", number)
    counted = Counter(number for number, _ in votes)
    found.published_wrong = sum(counted[number] != total for number, total in published.items())


def _question(command: Command) -> tuple[str, bytes]:
    return command.body["text"], token_hash(command.who)


def _vote(command: Command) -> tuple[int, bytes]:
    return command.body["number"], token_hash(command.who)
