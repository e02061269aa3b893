"""The ledger in the store: the log's rows as core/ledger folds them, and the tables published under the Chatham House Rule."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from ..core.ledger import Asked, Step
from ..core.model import Session, Status

STATUS = {None: None} | {str(status): status for status in Status}


def steps(connection: sqlite3.Connection, session: Session) -> list[Step]:
    """Every row of the log that concerns a question, in order."""
    rows = connection.execute(
        "SELECT questions.number, log_questions.status_before, log_questions.status_after, log_questions.reason, log.undone OR log.undoes IS NOT NULL"
        " FROM log JOIN log_questions ON log_questions.log = log.id JOIN questions ON questions.id = log_questions.question"
        " WHERE log.session = ? ORDER BY log.id",
        [session.id],
    )
    return [
        Step(number, STATUS[before], STATUS[after], reason, bool(void)) for number, before, after, reason, void in rows
    ]


def asked(connection: sqlite3.Connection, session: Session) -> dict[int, Asked]:
    """{number: what the ledger counts the question by}."""
    rows = connection.execute("SELECT number, group_key, language, lead FROM questions WHERE session = ?", [session.id])
    return {number: Asked(group, language, lead) for number, group, language, lead in rows}


def head(connection: sqlite3.Connection, session: Session) -> tuple[int, str | None]:
    """(the log's latest row, its time): the ledger is the same as long as these are."""
    # By the table itself: through an index by session it would sort the whole log.
    row = connection.execute(
        "SELECT id, at FROM log NOT INDEXED WHERE session = ? ORDER BY id DESC LIMIT 1", [session.id]
    ).fetchone()
    return tuple(row) if row else (0, None)


def counted(connection: sqlite3.Connection, session: Session, margin: str) -> int:
    """The number of the last question that a kept table of this margin counts, or 0."""
    return connection.execute(
        "SELECT coalesce(max(upto), 0) FROM ledger WHERE session = ? AND margin = ?", [session.id, margin]
    ).fetchone()[0]


def keep(
    connection: sqlite3.Connection,
    session: Session,
    margin: str,
    at: str,
    upto: int,
    received: int,
    cells: Mapping | None,
) -> None:
    """Keep a table; everybody may read it after `release`. `cells` None: these questions are in no table, ever."""
    connection.execute(
        "INSERT INTO ledger (session, margin, at, upto, received, cells, public) VALUES (?, ?, ?, ?, ?, ?, 0)",
        [session.id, margin, at, upto, received, cells and json.dumps(cells)],
    )


def release(connection: sqlite3.Connection, session: Session) -> None:
    """Every table kept so far is public from now on."""
    connection.execute("UPDATE ledger SET public = 1 WHERE session = ?", [session.id])


def tables(connection: sqlite3.Connection, session: Session) -> dict[str, list[dict]]:
    """{margin: [{at, received, cells}]}: the public tables, oldest first."""
    found: dict[str, list[dict]] = {"group": [], "language": [], "outcome": []}
    rows = connection.execute(
        "SELECT margin, at, received, cells FROM ledger WHERE session = ? AND public = 1 AND cells IS NOT NULL ORDER BY id",
        [session.id],
    )
    for margin, at, received, cells in rows:
        found[margin].append({"at": at, "received": received, "cells": json.loads(cells)})
    return found
