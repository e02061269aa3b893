"""What must hold whatever was done to the server: of the screens, read over the network, and of the files that it left."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from moderation.rehearsal import readback
from moderation.rehearsal.browser import Unreachable
from moderation.rehearsal.shared import content
from moderation.store import ledger as log
from moderation.store import sessions
from tests.faults.load import Load
from tests.faults.violations import hold


async def are_current(load: Load) -> bool:
    """Whether every screen equals a fresh snapshot of its stream and shows the acknowledged votes. Violated where one never will."""
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
            hold(
                not same or content(follower.state) == content(fresh),
                f"two screens of {stream} show different things at the same seq",
            )
            current &= same
    return current and published(load) == counted(acknowledged(load, "votes"))


def published(load: Load) -> dict[int, int]:
    """{number: votes} on the chairs' screen, of what is in play."""
    return {
        number: view["votes"] for number, view in load.chairs[0].follower.state["questions"].items() if view["votes"]
    }


async def check_readback(load: Load) -> None:
    """Everybody finds what was acknowledged to them, once; the chairs have it too."""
    found = await readback.read_back(load.phones, load.chairs)
    told = {name: getattr(found, name) for name in ("lost", "duplicated", "lost_votes", "unread")}
    hold(not any(told.values()), f"read back: {told} {found.examples[:5]}")


def check_files(data_dir: Path, load: Load, copy: Path) -> None:
    """What a killed server left, read from a copy in a new folder so that its own recovery stays untouched."""
    copy.mkdir(parents=True)
    for path in data_dir.glob("open-floor.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    with closing(sqlite3.connect(copy / "open-floor.db")) as db:
        db.row_factory = sqlite3.Row
        hold([tuple(row) for row in db.execute("PRAGMA integrity_check")] == [("ok",)], "integrity_check")
        hold(db.execute("PRAGMA foreign_key_check").fetchall() == [], "foreign_key_check")
        session = sessions.get_by_code(db, load.server.code)
        rows = {
            row["number"]: dict(row)
            for row in db.execute("SELECT number, text, status, version FROM questions WHERE session = ?", [session.id])
        }
        _check_questions(rows, load)
        _check_votes(db, load)
        _check_answers(db, load)
        explained = {step.number: str(step.after) for step in log.steps(db, session) if not step.void}
        hold(explained == {number: row["status"] for number, row in rows.items()}, "the log explains the state")


def _check_questions(rows: dict[int, dict], load: Load) -> None:
    """Each acknowledged question is there once, with what was last acknowledged of it; none that nobody sent."""
    texts = Counter(row["text"] for row in rows.values())
    hold(max(texts.values(), default=0) <= 1, "no question is there twice")
    hold(texts.keys() <= load.sent, "there is no question that nobody sent")
    for delivery in acknowledged(load, "asked"):
        number = delivery.answer["question"]["number"]
        hold(
            number in rows and rows[number]["text"] == delivery.body["text"],
            f"question {number} was acknowledged and is there",
        )
    for number, version in load.versions.items():
        hold(
            number in rows and rows[number]["version"] >= version,
            f"what was acknowledged of question {number} is there",
        )


def _check_votes(db: sqlite3.Connection, load: Load) -> None:
    """Each acknowledged vote is counted once; beyond them only those that were under way."""
    query = "SELECT number, count(DISTINCT votes.attendee) FROM votes JOIN questions ON questions.id = votes.question GROUP BY number"
    votes = dict(db.execute(query).fetchall())
    sure = counted(acknowledged(load, "votes"))
    sent = counted(delivery for phone in load.phones for delivery in phone.votes)
    hold(votes.keys() <= sent.keys(), "there is no vote that nobody sent")
    hold(
        all(sure.get(number, 0) <= votes.get(number, 0) <= sent[number] for number in sent),
        "votes are the distinct voters",
    )


def _check_answers(db: sqlite3.Connection, load: Load) -> None:
    """An acknowledged command sent again would be answered as it was."""
    kept = {row["key"]: json.loads(row["answer"]) for row in db.execute("SELECT key, answer FROM commands")}
    for delivery in acknowledged(load, "asked"):
        answer = kept.get(delivery.path.split("/")[-1])
        hold(
            answer and answer["question"]["number"] == delivery.answer["question"]["number"],
            "an acknowledged answer is kept for the next try",
        )


def acknowledged(load: Load, kind: str) -> list:
    """Deliveries of all phones, `asked` or `votes`, that were acknowledged."""
    return [
        delivery for phone in load.phones for delivery in getattr(phone, kind) if delivery.outcome == "acknowledged"
    ]


def counted(deliveries) -> dict[int, int]:
    """{number: votes sent for it}."""
    return dict(Counter(delivery.body["number"] for delivery in deliveries))
