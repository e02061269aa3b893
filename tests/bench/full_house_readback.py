"""The comparison of the database with all acknowledged commands, at the end of a full house."""

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
class Findings:
    """The differences between database and commands.

    `lost`, `twice` and `unknown` are {act: number of commands}. `lost`: acknowledged, but not stored as sent. `twice`:
    stored more often than sent. `unknown`: stored, but never sent. `published_wrong`: the number of published vote
    totals that are wrong. Every notice to a phone contains the phone's counter, which is also in the database.
    `notices`: the number of phones whose highest received counter differs from the counter in the database. `is_sound`:
    whether SQLite's integrity check found no error.
    """

    lost: Counter = field(default_factory=Counter)
    twice: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    published_wrong: int = 0
    notices: int = 0
    is_sound: bool = False
    examples: list[str] = field(default_factory=list)

    def add(self, kind: str, act: str, item: object) -> None:
        """Count one difference. Keep the first `EXAMPLES` differences as examples."""
        getattr(self, kind)[act] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{kind}: {act} {item}")

    @property
    def faults(self) -> int:
        """The number of all differences, plus 1 if the database file is not sound."""
        differences = sum(kind.total() for kind in (self.lost, self.twice, self.unknown))
        return differences + self.published_wrong + self.notices + (not self.is_sound)


def token_hash(cookie: str) -> bytes:
    """Return the hash by which the store identifies the attendee with this Cookie header."""
    return hashlib.sha256(cookie.partition("=")[2].partition(".")[0].encode()).digest()


def read_back(database: Path, commands: list[Command], counters: dict[str, int]) -> Findings:
    """Compare a server's database with all sent commands and with the notices that the phones received.

    `counters`: {a phone's cookie: the highest counter in this phone's notices}.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT number, text, token_hash, status, votes FROM questions"
            " LEFT JOIN attendees ON attendees.id = questions.attendee"
        ).fetchall()
        votes = db.execute(
            "SELECT number, token_hash FROM votes JOIN questions ON questions.id = votes.question"
            " JOIN attendees ON attendees.id = votes.attendee"
        ).fetchall()
        stored_counters = dict(db.execute("SELECT token_hash, counter FROM attendees").fetchall())
        findings = Findings(is_sound=db.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    _check_questions(findings, rows, [command for command in commands if command.act == "ask"])
    _check_approvals(
        findings,
        {number: status for number, _, _, status, _ in rows},
        [command for command in commands if command.act == "approve"],
    )
    _check_votes(
        findings,
        votes,
        {number: published for number, *_, published in rows},
        [command for command in commands if command.act == "vote"],
    )
    findings.notices = sum(
        stored_counters.get(token_hash(cookie), 0) != counter for cookie, counter in counters.items()
    )
    return findings


def _check_questions(findings: Findings, rows: list[tuple], asked: list[Command]) -> None:
    stored = {number: (text, asker) for number, text, asker, *_ in rows}
    acknowledged = Counter(command.number for command in asked if command.outcome == ACKNOWLEDGED)
    for command in asked:
        if command.outcome == ACKNOWLEDGED and (
            stored.get(command.number) != _question(command) or acknowledged[command.number] > 1
        ):
            findings.add("lost", "ask", command.number)
    # If an `ask` command got no answer, its question may be stored or not, but must not be stored twice.
    sent = Counter(_question(command) for command in asked)
    for question, count in Counter(stored.values()).items():
        if question not in sent:
            findings.add("unknown", "ask", question[0])
        elif count > sent[question]:
            findings.add("twice", "ask", question[0])


def _check_approvals(findings: Findings, statuses: dict[int, str], approvals: list[Command]) -> None:
    for command in approvals:
        if command.outcome == ACKNOWLEDGED and statuses.get(command.body["number"]) != "approved":
            findings.add("lost", "approve", command.body["number"])
    sent = {command.body["number"] for command in approvals}
    for number, status in statuses.items():
        if status != "pending" and number not in sent:
            findings.add("unknown", "approve", number)


def _check_votes(findings: Findings, votes: list[tuple], published: dict[int, int], cast: list[Command]) -> None:
    stored, sent = set(votes), {_vote(command) for command in cast}
    for command in cast:
        if command.outcome == ACKNOWLEDGED and _vote(command) not in stored:
            findings.add("lost", "vote", command.body["number"])
    for number, _ in stored - sent:
        findings.add("unknown", "vote", number)
    counts = Counter(number for number, _ in votes)
    findings.published_wrong = sum(counts[number] != total for number, total in published.items())


def _question(command: Command) -> tuple[str, bytes]:
    return command.body["text"], token_hash(command.cookie)


def _vote(command: Command) -> tuple[int, bytes]:
    return command.body["number"], token_hash(command.cookie)
