"""The public ledger of a session.

Without the Rule, the ledger has current figures from the log. Under the Rule, it has the tables that each pause and
each close publishes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

from ...core import disclosure_control, ledger
from ...core.model import UNDETERMINED, Session
from ...store import ledger as ledger_store


def read(connection: sqlite3.Connection, session: Session) -> dict[str, Any]:
    """Return the ledger: {session, phase, rule, at} and its figures.

    Without the Rule, the figures are the result of `core/ledger.figures`. Under the Rule, they are `tables`
    {dimension: [{at, received, cells}]}, with "<3" for a hidden cell. `at`: the time of the latest counted act
    or, under the Rule, of the latest table; None without such an act or table.
    """
    head = {"session": session.code, "phase": str(session.phase), "rule": session.settings.chatham_house_rule}
    if session.settings.chatham_house_rule:
        tables = ledger_store.tables(connection, session)
        at = max((table["at"] for rows in tables.values() for table in rows), default=None)
        return head | {"at": at, "tables": tables}
    at = ledger_store.head(connection, session)[1]
    figures = ledger.figures(ledger_store.steps(connection, session), ledger_store.asked(connection, session))
    return {**head, "at": at, **figures}


def publish(connection: sqlite3.Connection, session: Session, at: str, *, closed: bool) -> None:
    """Publish the tables by group and by language. They count the questions asked since the previous tables.

    Call this function only under the Rule. `closed`: the session closes, so publish a table by outcome, too.
    """
    _add_tables(connection, session, at, ("group", "language", "outcome") if closed else ("group", "language"))
    ledger_store.release(connection, session)


def begin(connection: sqlite3.Connection, session: Session, at: str) -> None:
    """Store separate tables of the questions asked before the Rule was turned on.

    The next pause or close publishes these tables. The figures of these questions are already public. If later
    questions were counted in the same tables, readers could subtract the known figures from the total.
    """
    _add_tables(connection, session, at, ("group", "language"), is_known=True)


def _add_tables(
    connection: sqlite3.Connection, session: Session, at: str, dimensions: tuple[str, ...], *, is_known: bool = False
) -> None:
    """Store a table for each dimension, if there are enough questions. `is_known`: the figures are already public."""
    asked = ledger_store.asked(connection, session)
    fates = ledger.fold(ledger_store.steps(connection, session), asked)
    cells: dict[str, tuple[tuple[str, ...], Callable[[int], str]]] = {
        "group": (session.groups, lambda number: asked[number].group),
        "language": ((*session.languages, UNDETERMINED), lambda number: asked[number].language),
        "outcome": (disclosure_control.OUTCOMES, lambda number: disclosure_control.outcome_of(fates[number])),
    }
    for dimension in dimensions:
        keys, key_of = cells[dimension]
        last = ledger_store.counted(connection, session, dimension)
        counts = Counter(key_of(number) for number in fates if number > last)
        table = disclosure_control.publish({key: counts[key] for key in keys})
        if table is not None or (is_known and counts):
            ledger_store.keep(connection, session, dimension, at, max(fates), counts.total(), table)
