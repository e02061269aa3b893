"""The ledger's data: the rows of the log for core/ledger, and the tables published under the Chatham House Rule."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import TypedDict

from ..core.disclosure_control import Cell
from ..core.ledger import Asked, Step
from ..core.model import Session, Status


class LedgerTable(TypedDict):
    """A published table of one margin: its time, the number of questions that it counts, and its cells."""

    at: str
    received: int
    cells: dict[str, Cell]


def steps(connection: sqlite3.Connection, session: Session) -> list[Step]:
    """Return the rows of the log that concern a question, in order."""
    rows = connection.execute(
        "SELECT questions.number, log_questions.status_before, log_questions.status_after, log_questions.reason,"
        " log.undone OR log.undoes IS NOT NULL"
        " FROM log JOIN log_questions ON log_questions.log = log.id"
        " JOIN questions ON questions.id = log_questions.question"
        " WHERE log.session = ? ORDER BY log.id",
        [session.id],
    )
    return [
        Step(number, Status(before) if before else None, Status(after), reason, bool(void))
        for number, before, after, reason, void in rows
    ]


def asked(connection: sqlite3.Connection, session: Session) -> dict[int, Asked]:
    """Return {question number: the properties by which the ledger counts it}."""
    rows = connection.execute("SELECT number, group_key, language, lead FROM questions WHERE session = ?", [session.id])
    return {number: Asked(group, language, lead) for number, group, language, lead in rows}


def head(connection: sqlite3.Connection, session: Session) -> tuple[int, str | None]:
    """Return the id and time of the latest row of the log, or (0, None) for an empty log.

    While this result is the same, the ledger is the same.
    """
    # NOT INDEXED: with the index by session SQLite would sort the whole log.
    row = connection.execute(
        "SELECT id, at FROM log NOT INDEXED WHERE session = ? ORDER BY id DESC LIMIT 1", [session.id]
    ).fetchone()
    return (row["id"], row["at"]) if row else (0, None)


def counted(connection: sqlite3.Connection, session: Session, margin: str) -> int:
    """Return the highest question number that the stored tables of this margin count, or 0 without tables."""
    row = connection.execute(
        "SELECT coalesce(max(upto), 0) FROM ledger WHERE session = ? AND margin = ?", [session.id, margin]
    ).fetchone()
    return int(row[0])


def keep(
    connection: sqlite3.Connection,
    session: Session,
    margin: str,
    at: str,
    upto: int,
    received: int,
    cells: Mapping[str, Cell] | None,
) -> None:
    """Store a table that `release` will publish. The table counts `received` questions, up to number `upto`.

    `cells` is None if these questions must not appear in any table.
    """
    connection.execute(
        "INSERT INTO ledger (session, margin, at, upto, received, cells, public) VALUES (?, ?, ?, ?, ?, ?, 0)",
        [session.id, margin, at, upto, received, json.dumps(cells) if cells else None],
    )


def release(connection: sqlite3.Connection, session: Session) -> None:
    """Publish all stored tables of the session."""
    connection.execute("UPDATE ledger SET public = 1 WHERE session = ?", [session.id])


def tables(connection: sqlite3.Connection, session: Session) -> dict[str, list[LedgerTable]]:
    """Return the published tables by margin (`group`, `language`, `outcome`), oldest first."""
    published: dict[str, list[LedgerTable]] = {"group": [], "language": [], "outcome": []}
    rows = connection.execute(
        "SELECT margin, at, received, cells FROM ledger"
        " WHERE session = ? AND public = 1 AND cells IS NOT NULL ORDER BY id",
        [session.id],
    )
    for margin, at, received, cells in rows:
        published[margin].append({"at": at, "received": received, "cells": json.loads(cells)})
    return published
