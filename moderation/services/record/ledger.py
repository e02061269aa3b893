"""The public ledger of a session.

Without the Chatham House Rule, the ledger contains the current figures, computed from the log. Under this Rule, the
ledger contains only published tables. Each pause publishes one table by group and one by language. The close publishes
these two tables and one by outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ...core import disclosure_control, ledger, visibility
from ...core.model import UNDETERMINED, Phase, Session
from ...store import ledger as ledger_store
from ...store import log
from ...store.connection import Connection


def read(connection: Connection, session: Session) -> dict[str, Any]:
    """Return the ledger as JSON: the keys `session`, `phase`, `rule` and `at`, and the keys of the figures.

    Without the Chatham House Rule, the figures are the result of `core/ledger.figures`, and `at` is the time of the
    latest act in the log.

    Under the Rule, the figures are `tables` {dimension: [{at, received, cells}]}, with "<3" for a hidden cell. `at` is
    the time of the latest table. All times are rounded down to the minute.

    In a closed session, `at` is the time of the close. Before the first act or table, `at` is None.
    """
    head = {"session": session.code, "phase": str(session.phase), "rule": session.settings.chatham_house_rule}
    closed_at = log.closed_at(connection, session) if session.phase is Phase.CLOSED else None
    if session.settings.chatham_house_rule:
        tables = ledger_store.tables(connection, session)
        for table in (table for rows in tables.values() for table in rows):
            table["at"] = visibility.to_minute(table["at"])
        closed_at = closed_at and visibility.to_minute(closed_at)
        at = max((table["at"] for rows in tables.values() for table in rows), default=None)
        return head | {"at": closed_at or at, "tables": tables}
    at = closed_at or ledger_store.head(connection, session)[1]
    figures = ledger.figures(ledger_store.steps(connection, session), ledger_store.asked(connection, session))
    return {**head, "at": at, **figures}


def publish(connection: Connection, session: Session, at: str, *, closed: bool) -> None:
    """Publish the tables by group and by language (`_add_tables`).

    Call this function only under the Chatham House Rule. `closed`: true if the session closes; then also publish a
    table by outcome.
    """
    _add_tables(connection, session, at, ("group", "language", "outcome") if closed else ("group", "language"))
    ledger_store.release(connection, session)


def begin(connection: Connection, session: Session, at: str) -> None:
    """Count the questions asked so far in separate tables. Call this function when the Chatham House Rule is turned on.

    The figures of these questions were public until now. If a table counted these questions together with later
    questions, readers could subtract the public figures from the table, and so learn the figures of the later
    questions. The separate tables are published at the next pause or close.
    """
    _add_tables(connection, session, at, ("group", "language"), is_known=True)


def _add_tables(
    connection: Connection, session: Session, at: str, dimensions: tuple[str, ...], *, is_known: bool = False
) -> None:
    """For each dimension, store a table of the questions that no earlier table of this dimension counts.

    If there are fewer than 3 such questions, store nothing; the next table counts them too.

    `is_known`: the figures of these questions are already public, so a later table must not count them together with
    new questions. Therefore, if there are only 1 or 2 such questions, store an entry without cells. The entry is never
    published; it only keeps these questions out of later tables.
    """
    asked = ledger_store.asked(connection, session)
    fates = ledger.fold(ledger_store.steps(connection, session), asked)
    arrival = {number: place for place, number in enumerate(asked, 1)}
    cells: dict[str, tuple[tuple[str, ...], Callable[[int], str]]] = {
        "group": (session.groups, lambda number: asked[number].group),
        "language": ((*session.languages, UNDETERMINED), lambda number: asked[number].language),
        "outcome": (disclosure_control.OUTCOMES, lambda number: disclosure_control.outcome_of(fates[number])),
    }
    for dimension in dimensions:
        keys, key_of = cells[dimension]
        last = ledger_store.counted(connection, session, dimension)
        counts = Counter(key_of(number) for number in fates if arrival[number] > last)
        table = disclosure_control.publish({key: counts[key] for key in keys})
        if table is not None or (is_known and counts):
            latest = max(arrival[number] for number in fates)
            ledger_store.keep(connection, session, dimension, at, latest, counts.total(), table)
