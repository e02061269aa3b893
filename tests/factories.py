"""Functions that create sessions, questions and callers for tests. The people are the same in every test.

Ana and Ben are attendees. Joyce (chair.a) and Patryk (chair.b) are co-chairs. Moliehi is a panellist.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

from moderation.core.model import Limits, Phase, Question, Seat, SeatKind, Session, Settings, Status
from moderation.core.refusals import Refusal
from moderation.services.acts import admission, executor, voting
from moderation.services.acts.caller import Caller, read_first
from moderation.services.acts.registry import ACTS
from moderation.services.language import Identified
from moderation.store import questions, sessions
from moderation.store.connection import Connection
from moderation.store.reader import Reader
from moderation.store.transaction import Transaction
from tests import engines

AT = "2021-04-14T13:00:00.000Z"
ANA, BEN = (hashlib.sha256(name).digest() for name in (b"Ana", b"Ben"))
GENEROUS = {"burst": 10_000, "waiting": 10_000}
_keys = itertools.count(1)
databases: list[Connection | Reader] = []
"""The databases and readers that the running test has opened with `make_database` and `make_reader`.

The fixture `_close_databases` closes them at the end of the test.
"""


def make_definition(code: str = "PANEL1", **changes: Any) -> dict:
    """Return a session definition (see `SessionDefinition`) with high rate limits."""
    return {
        "code": code,
        "title": {"en": "Who is heard?", "es": "¿A quién se escucha?"},
        "description": None,
        "organisers": None,
        "languages": ["en", "es"],
        "groups": [{"key": key, "label": {}, "short": {}} for key in ("media", "academia", "undisclosed")],
        "regions": [{"key": key, "label": {}} for key in ("africa", "weog", "undisclosed")],
        "topics": [{"key": key, "label": {}} for key in ("access", "rights")],
        "chairs_set_topics": False,
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
        "time_zone": "UTC",
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
    return Question(number=number, status=status, **{"language": "en", "asked_at": AT, "changed_at": AT} | changes)


def make_database(path: Path | str = ":memory:", phase: Phase = Phase.OPEN, **definition: Any) -> Connection:
    """Create a store with one session on the test's database (tests/engines.py). Return the connection.

    The fixture `_close_databases` closes the connection at the end of the test. A fixture with a wider scope must close
    its own connection.
    """
    connection = engines.current().create(path)
    databases.append(connection)
    sessions.create(connection, make_definition(**definition), phase, AT)
    return connection


def make_reader(path: Path) -> Reader:
    """Return a reader of the store with this path. The fixture `_close_databases` closes the reader."""
    reader = Reader(engines.current().place(path))
    databases.append(reader)
    return reader


def add(connection: Connection, question: Question, code: str = "PANEL1") -> Question:
    """Insert a question directly, without an act. Return the question."""
    session = sessions.get_by_code(connection, code)
    questions.insert(connection, session, question)
    connection.execute(
        "UPDATE sessions SET next_number = ? WHERE id = ? AND next_number < ?",
        [question.number + 1, session.id, question.number + 1],
    )
    return question


def caller(seat: str, token: bytes | None = None) -> Caller:
    """Return the caller in this seat (`chair.a`, `stage`, …). Staff callers have the first link of their seat
    (generation 1).

    `token`: the token hash of an attendee; the default is ANA.
    """
    place = Seat.parse(seat)
    return Caller(place, token_hash=token or ANA) if place.kind is SeatKind.ATTENDEE else Caller(place, generation=1)


def spoken(language: str = "en", source: str = "detected") -> Identified:
    return Identified(language, source, False, None)


def command(act: str, who: Caller, *, code: str = "PANEL1", key: str | None = None, body: bytes = b"", **params: Any):
    """Return a command that executes an act in the writer. If `key` is None, create a new idempotency key."""
    if act in ("ask", "reword", "edit", "add"):
        params.setdefault("identified", spoken())
    return voting.command(ACTS, act, code, who, key or f"key-{next(_keys):08}", body, params)


def admit(
    connection: Connection,
    act: str,
    who: Caller,
    *,
    key: str = "key-00000000",
    body: bytes = b"",
    now: float = 0.0,
    **params,
) -> None:
    """Check an attendee's command as the server does before it queues the command. Raise Refusal if the check fails."""
    session = sessions.get(connection, 1)
    admission.admit(connection, read_first(connection, session.code, who, key), act, who, body, params, now)


def execute_act(
    connection: Connection, act: str, who: Caller, *, now: float = 0.0, at: str = AT, **params: Any
) -> dict:
    """Execute an act in a savepoint and return its answer. If the act is refused, roll back and raise the refusal."""
    return run(connection, command(act, who, **params), now=now, at=at)[0]


def outcome_of(
    connection: Connection, act: str, who: Caller, *, now: float = 0.0, at: str = AT, **params: Any
) -> executor.Outcome:
    """Execute an act in a savepoint and return its outcome. If the act is refused, roll back and raise the refusal."""
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


def run(connection: Connection, work, *, now: float = 0.0, at: str = AT) -> tuple[Any, Transaction]:
    """Execute `work(transaction)` in a savepoint. Return (the answer of `work`, the transaction)."""
    result, tx = _run(connection, work, now, at)
    return (result.answer if isinstance(result, executor.Outcome) else result), tx


def _run(connection: Connection, work, now: float, at: str) -> tuple[Any, Transaction]:
    tx = Transaction(connection, at, now)
    if not (is_inner := connection.in_transaction):
        connection.begin_write()
    connection.execute("SAVEPOINT one")
    try:
        return work(tx), tx
    except BaseException:
        connection.execute("ROLLBACK TO one")
        raise
    finally:
        connection.execute("RELEASE one")
        if not is_inner:
            connection.commit_write()


def dump(connection: Connection) -> dict[str, list[tuple]]:
    """Return {table: rows} with all rows of all tables, for comparisons."""
    tables = sorted(connection.dialect.tables(connection))
    rows = {table: [tuple(row) for row in connection.execute(f'SELECT * FROM "{table}"')] for table in tables}
    return {table: sorted(rows[table], key=repr) for table in tables}
