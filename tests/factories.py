"""Functions that create sessions, questions and callers for tests. The people are the same in every test.

Ana and Ben are attendees; Joyce (chair.a) and Patryk (chair.b) are co-chairs; Moliehi is a panellist.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

from moderation.core.model import Limits, Phase, Question, Seat, SeatKind, Session, Settings, Status
from moderation.core.refusals import Refusal
from moderation.services.acts import executor
from moderation.services.acts.registry import ACTS
from moderation.services.language import Identified
from moderation.store import questions, schema, sessions
from moderation.store.reader import Reader
from moderation.store.transaction import Transaction

AT = "2021-04-14T13:00:00.000Z"
ANA, BEN = (hashlib.sha256(name).digest() for name in (b"Ana", b"Ben"))
GENEROUS = {"burst": 10_000, "waiting": 10_000}
_keys = itertools.count(1)
databases: list[sqlite3.Connection | Reader] = []
"""The results of `make_database` and `make_reader` that `_close_databases` must still close."""


def make_definition(code: str = "PANEL1", **changes: Any) -> dict:
    """Return a session definition (see `SessionDefinition`) with limits that no test reaches."""
    return {
        "code": code,
        "title": {"en": "Who is heard?", "es": "¿A quién se escucha?"},
        "description": None,
        "organisers": None,
        "languages": ["en", "es"],
        "groups": [{"key": key, "label": {}, "short": {}} for key in ("media", "academia", "undisclosed")],
        "regions": [{"key": key, "label": {}} for key in ("africa", "weog", "undisclosed")],
        "chairs": [{"seat": "a", "name": "Joyce", "role": None}, {"seat": "b", "name": "Patryk", "role": None}],
        "panellists": [{"key": "moliehi", "name": "Moliehi", "role": None}],
        "terms": [],
        "limits": dict(GENEROUS),
        "list_public": True,
        "show_group": True,
        "stage_upcoming": True,
        "chatham_house_rule": False,
        "translation": "none",
        "demo": False,
        "starts": None,
        "ends": None,
        "minutes_per_question": None,
        "retention_days": 30,
    } | changes


def make_session(**changes: Any) -> Session:
    """Return a Session object that is not in a store."""
    session = Session(
        id=1,
        code="PANEL1",
        phase=Phase.OPEN,
        settings=Settings(),
        epoch="epoch",
        languages=("en", "es"),
        groups=("media", "undisclosed"),
        regions=(),
        panellists=("moliehi",),
        limits=Limits(),
        demo=False,
        definition={},
    )
    return replace(session, **changes)


def make_question(number: int = 1, status: Status | str = Status.PENDING, **changes: Any) -> Question:
    """Return a question that satisfies all CHECK constraints of the schema.

    For example, a declined question gets a reason.
    """
    status = Status(status)
    if status is Status.APPROVED:
        changes.setdefault("place", f"{50_000_000 + number}")
    if status is Status.MERGED:
        changes = {"lead": number + 1, "former_status": Status.PENDING} | changes
    if status is Status.DECLINED:
        changes.setdefault("reason", "off_topic")
    if status in (Status.LIVE, Status.ANSWERED):
        changes.setdefault("live_at", AT)
    changes.setdefault("text", f"Question {number}?")
    return Question(
        number=number, status=status, language=changes.pop("language", "en"), asked_at=AT, changed_at=AT, **changes
    )


def make_database(path: str = ":memory:", phase: Phase = Phase.OPEN, **definition: Any) -> sqlite3.Connection:
    """Return the connection of a new store with one session.

    The fixture `_close_databases` closes the connection at the end of the test. A fixture with a wider scope must close
    its own connection.
    """
    connection = schema.connect(path)
    databases.append(connection)
    schema.migrate(connection)
    sessions.create(connection, make_definition(**definition), phase, AT)
    return connection


def make_reader(path: Path) -> Reader:
    """Return a reader of the store in this file. The fixture `_close_databases` closes it."""
    reader = Reader(path)
    databases.append(reader)
    return reader


def add(connection: sqlite3.Connection, question: Question, code: str = "PANEL1") -> Question:
    """Insert a question directly, without an act. Return the question."""
    session = sessions.get_by_code(connection, code)
    questions.insert(connection, session, question)
    connection.execute(
        "UPDATE sessions SET next_number = max(next_number, ?) WHERE id = ?", [question.number + 1, session.id]
    )
    return question


def caller(seat: str, token: bytes | None = None) -> executor.Caller:
    """Return the caller in this seat (`chair.a`, `stage`, …), with a link of the first generation.

    `token`: the token hash of an attendee; ANA by default.
    """
    place = Seat.parse(seat)
    return (
        executor.Caller(place, token_hash=token or ANA)
        if place.kind is SeatKind.ATTENDEE
        else executor.Caller(place, generation=1)
    )


def spoken(language: str = "en", source: str = "detected") -> Identified:
    return Identified(language, source, False, None)


def command(
    act: str, who: executor.Caller, *, code: str = "PANEL1", key: str | None = None, body: bytes = b"", **params: Any
):
    """Return a command for the writer that executes an act. Use a new key if `key` is None."""
    if act in ("ask", "reword", "add"):
        params.setdefault("identified", spoken())
    return executor.command(ACTS, act, code, who, key or f"key-{next(_keys):08}", body, params)


def execute_act(
    connection: sqlite3.Connection, act: str, who: executor.Caller, *, now: float = 0.0, at: str = AT, **params: Any
) -> dict:
    """Execute an act in a savepoint. Return its answer, or roll back and raise the refusal."""
    return run(connection, command(act, who, **params), now=now, at=at)[0]


def outcome_of(
    connection: sqlite3.Connection, act: str, who: executor.Caller, *, now: float = 0.0, at: str = AT, **params: Any
) -> executor.Outcome:
    """Execute an act in a savepoint. Return its outcome, or roll back and raise the refusal."""
    return _run(connection, command(act, who, **params), now, at)[0]


def refused(code: str, /, *arguments: Any, **params: Any) -> dict:
    """Execute an act and check that it is refused with this code. Return the refusal's data."""
    try:
        answer = execute_act(*arguments, **params)
    except Refusal as error:
        refusal = error
    else:
        raise AssertionError(f"not refused with {code} but answered {answer}")
    assert refusal.code == code, f"{refusal.code} instead of {code}"
    return refusal.data


def run(connection: sqlite3.Connection, work, *, now: float = 0.0, at: str = AT) -> tuple[Any, Transaction]:
    """Execute a command. Return its answer, and the transaction, which contains the changes."""
    result, tx = _run(connection, work, now, at)
    return (result.answer if isinstance(result, executor.Outcome) else result), tx


def _run(connection: sqlite3.Connection, work, now: float, at: str) -> tuple[Any, Transaction]:
    tx = Transaction(connection, at, now)
    connection.execute("SAVEPOINT one")
    try:
        return work(tx), tx
    except BaseException:
        connection.execute("ROLLBACK TO one")
        raise
    finally:
        connection.execute("RELEASE one")


def dump(connection: sqlite3.Connection) -> dict[str, list[tuple]]:
    """Return {table: rows} with all rows of all tables, for comparisons."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {table: [tuple(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}
