"""The ledger's data: the rows of the log for core/ledger, and the tables published under the Chatham House Rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypedDict

from ..core.disclosure_control import Cell
from ..core.ledger import Asked, Step
from ..core.model import Session, Status
from .connection import Connection
from .log import OPENED


class LedgerTable(TypedDict):
    """A published table of counts by group, by language or by outcome (a *margin*, see core/disclosure_control).

    `at`: the time of the table, ISO 8601. `received`: the number of questions that the table counts.
    """

    at: str
    received: int
    cells: dict[str, Cell]


def steps(connection: Connection, session: Session) -> list[Step]:
    """Return the rows of the log that concern a question, in order."""
    rows = connection.execute(
        "SELECT questions.number, log_questions.status_before, log_questions.status_after, log_questions.reason,"
        " log.undone = 1 OR log.undoes IS NOT NULL"
        " FROM log JOIN log_questions ON log_questions.log = log.id"
        " JOIN questions ON questions.id = log_questions.question"
        " WHERE log.session = ? ORDER BY log.id",
        [session.id],
    )
    return [
        Step(number, Status(before) if before else None, Status(after), reason, bool(void))
        for number, before, after, reason, void in rows
    ]


def asked(connection: Connection, session: Session) -> dict[int, Asked]:
    """Return {question number: the properties by which the ledger counts the question}, in the order of arrival."""
    rows = connection.execute(
        "SELECT number, group_key, language, lead, topic FROM questions WHERE session = ? ORDER BY id", [session.id]
    )
    return {number: Asked(group, language, lead, topic) for number, group, language, lead, topic in rows}


def head(connection: Connection, session: Session) -> tuple[int, str | None]:
    """Return the id and time of the latest act, or (0, None) before the first act. Ignore the opening of a link.

    If two calls return the same result, the ledger has not changed between the calls.
    """
    # The hint prevents the use of the index by session. With this index, SQLite would sort the whole log.
    row = connection.execute(
        f"SELECT id, at FROM log {connection.dialect.not_indexed} WHERE session = ? AND act <> ?"
        " ORDER BY id DESC LIMIT 1",
        [session.id, OPENED],
    ).fetchone()
    return (row["id"], row["at"]) if row else (0, None)


def counted(connection: Connection, session: Session, margin: str) -> int:
    """Return the position of the latest question that the stored tables of this margin count (`upto` of `keep`).

    Return 0 if `keep` has stored no table for this margin.
    """
    row = connection.execute(
        "SELECT coalesce(max(upto), 0) FROM ledger WHERE session = ? AND margin = ?", [session.id, margin]
    ).fetchone()
    return int(row[0])


def keep(
    connection: Connection,
    session: Session,
    margin: str,
    at: str,
    upto: int,
    received: int,
    cells: Mapping[str, Cell] | None,
) -> None:
    """Store a table that counts `received` questions. The table is not public before `release`.

    `upto`: the position, in the order of arrival from 1, of the latest question that the table counts. If `cells` is
    None, the table is never published. It only prevents later tables from counting the same questions.
    """
    connection.execute(
        "INSERT INTO ledger (session, margin, at, upto, received, cells, public) VALUES (?, ?, ?, ?, ?, ?, 0)",
        [session.id, margin, at, upto, received, json.dumps(cells) if cells else None],
    )


def release(connection: Connection, session: Session) -> None:
    """Publish all stored tables of the session."""
    connection.execute("UPDATE ledger SET public = 1 WHERE session = ?", [session.id])


def tables(connection: Connection, session: Session) -> dict[str, list[LedgerTable]]:
    """Return {margin: its published tables, oldest first}.

    A margin is the property by which the table counts questions: `group`, `language` or `outcome`.
    """
    published: dict[str, list[LedgerTable]] = {"group": [], "language": [], "outcome": []}
    rows = connection.execute(
        "SELECT margin, at, received, cells FROM ledger"
        " WHERE session = ? AND public = 1 AND cells IS NOT NULL ORDER BY id",
        [session.id],
    )
    for margin, at, received, cells in rows:
        published[margin].append({"at": at, "received": received, "cells": json.loads(cells)})
    return published
