"""The invariants that must be true after any fault.

They concern the clients' screens and the files on disk. The screens are compared with the server's answers.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from moderation.rehearsal import readback
from moderation.rehearsal.browser import Unreachable
from moderation.rehearsal.client.shared import content
from moderation.store import ledger as log
from moderation.store import sessions
from moderation.store.sqlite.dialect import SqliteConnection
from tests.faults.load import Load
from tests.faults.violations import require


async def are_current(load: Load) -> bool:
    """Return whether all screens are current: each has the epoch and sequence number of a new snapshot.

    The chairs' screen must also show exactly the acknowledged votes. If the server cannot be reached, return False.
    Raise Violated if a screen differs from a snapshot with the same epoch and sequence number. No later change would
    correct this difference.
    """
    streams: dict[str, list] = {}
    for follower in load.followers:
        streams.setdefault(follower.stream, []).append(follower)
    current = True
    for stream, members in streams.items():
        try:
            fresh = await members[0].fresh()
        except Unreachable:
            return False
        for follower in members:
            same = all(follower.state[name] == fresh[name] for name in ("epoch", "seq"))
            require(
                not same or content(follower.state) == content(fresh),
                f"two screens of {stream} are equal at the same seq",
            )
            current &= same
    return current and published(load) == counted(acknowledged(load, "votes"))


def published(load: Load) -> dict[int, int]:
    """Return the votes on the chairs' screen as {number: votes}."""
    return {
        number: view["votes"] for number, view in load.chairs[0].follower.state["questions"].items() if view["votes"]
    }


async def check_readback(load: Load) -> None:
    """Read the questions and votes back from the server, as attendees and as a chair.

    Check that no acknowledged question or vote is missing, and that no question appears twice.
    """
    findings = await readback.read_back(load.attendees, load.chairs)
    counts = {name: getattr(findings, name) for name in ("lost", "duplicated", "lost_votes", "unread")}
    require(not any(counts.values()), f"read back: {counts} {findings.examples[:5]}")


def check_files(data_dir: Path, load: Load, copy: Path) -> None:
    """Check the invariants of the stored data in a copy of the database.

    If the test opened the original database, SQLite would recover it, and the server's own recovery would not be
    tested.
    """
    copy.mkdir(parents=True)
    for path in data_dir.glob("open-floor.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    with closing(sqlite3.connect(copy / "open-floor.db", factory=SqliteConnection)) as db:
        db.row_factory = sqlite3.Row
        require([tuple(row) for row in db.execute("PRAGMA integrity_check")] == [("ok",)], "integrity_check")
        require(db.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
        session = sessions.get_by_code(db, load.server.code)
        rows = {
            row["number"]: dict(row)
            for row in db.execute("SELECT number, text, status, version FROM questions WHERE session = ?", [session.id])
        }
        _check_questions(rows, load)
        _check_votes(db, load)
        _check_answers(db, load)
        explained = {step.number: str(step.after) for step in log.steps(db, session) if not step.void}
        require(explained == {number: row["status"] for number, row in rows.items()}, "the log explains the statuses")


def _check_questions(rows: dict[int, dict], load: Load) -> None:
    """Check that each acknowledged question is stored once, with the acknowledged version number or a higher one.

    Also check that every stored question was sent.
    """
    texts = Counter(row["text"] for row in rows.values())
    require(max(texts.values(), default=0) <= 1, "no question is stored twice")
    require(texts.keys() <= load.sent, "every stored question was sent")
    for delivery in acknowledged(load, "asked"):
        number = delivery.answer["question"]["number"]
        require(
            number in rows and rows[number]["text"] == delivery.body["text"],
            f"question {number} was acknowledged and is stored",
        )
    for number, version in load.versions.items():
        require(
            number in rows and rows[number]["version"] >= version,
            f"the acknowledged version of question {number} is stored",
        )


def _check_votes(db: sqlite3.Connection, load: Load) -> None:
    """Check that each acknowledged vote is stored, and that every stored vote was sent.

    Compare the number of voters of each question. An attendee who sent several votes for a question is one voter.
    """
    query = (
        "SELECT number, count(DISTINCT votes.attendee) FROM votes"
        " JOIN questions ON questions.id = votes.question GROUP BY number"
    )
    votes = dict(db.execute(query).fetchall())
    acknowledged_votes = counted(acknowledged(load, "votes"))
    sent = counted(delivery for attendee in load.attendees for delivery in attendee.votes)
    require(votes.keys() <= sent.keys(), "every stored vote was sent")
    require(
        all(acknowledged_votes.get(number, 0) <= votes.get(number, 0) <= sent[number] for number in sent),
        "votes are the distinct voters",
    )


def _check_answers(db: sqlite3.Connection, load: Load) -> None:
    """Check that the server has stored its answer to each acknowledged `ask` command.

    If the command is repeated, the server must give the same answer.
    """
    deliveries = {row["key"]: json.loads(row["answer"]) for row in db.execute("SELECT key, answer FROM commands")}
    for delivery in acknowledged(load, "asked"):
        answer = deliveries.get(delivery.path.split("/")[-1])
        require(
            answer and answer["question"]["number"] == delivery.answer["question"]["number"],
            "an acknowledged answer is stored for a repeated command",
        )


def acknowledged(load: Load, kind: str) -> list:
    """Return the acknowledged deliveries of all attendees. `kind` is `asked` or `votes`."""
    return [
        delivery
        for attendee in load.attendees
        for delivery in getattr(attendee, kind)
        if delivery.outcome == "acknowledged"
    ]


def counted(deliveries) -> dict[int, int]:
    """Return {question number: number of deliveries for this question}."""
    return dict(Counter(delivery.body["number"] for delivery in deliveries))
