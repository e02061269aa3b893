"""The public ledger of a session: live figures from the log, or under the Chatham House Rule the tables published at a pause and a close."""

from __future__ import annotations

import sqlite3
from collections import Counter

from ...core import disclosure_control, ledger
from ...core.model import UNDETERMINED, Session
from ...store import ledger as kept


def read(connection: sqlite3.Connection, session: Session) -> dict:
    """{session, phase, rule, at, …}: the figures of core/ledger, or under the Rule `tables` {margin: [{at, received, cells}]} with "<3" for what is hidden.

    `at`: the time of the latest act that counts, None before the first.
    """
    told = {"session": session.code, "phase": str(session.phase), "rule": session.settings.chatham_house_rule}
    if session.settings.chatham_house_rule:
        tables = kept.tables(connection, session)
        return told | {
            "at": max((table["at"] for rows in tables.values() for table in rows), default=None),
            "tables": tables,
        }
    return told | {
        "at": kept.head(connection, session)[1],
        **ledger.figures(kept.steps(connection, session), kept.asked(connection, session)),
    }


def publish(connection: sqlite3.Connection, session: Session, at: str, *, closed: bool) -> None:
    """Under the Rule, at a pause and a close: a table of what came since the last one, by group and by language; at a close by outcome too."""
    _keep(connection, session, at, ("group", "language", "outcome") if closed else ("group", "language"))
    kept.release(connection, session)


def begin(connection: sqlite3.Connection, session: Session, at: str) -> None:
    """The Rule was turned on: what was asked before was counted openly, so it must be a table of its own, read from the next pause on."""
    _keep(connection, session, at, ("group", "language"), is_known=True)


def _keep(
    connection: sqlite3.Connection, session: Session, at: str, which: tuple[str, ...], *, is_known: bool = False
) -> None:
    asked = kept.asked(connection, session)
    fates = ledger.fold(kept.steps(connection, session), asked)
    cells = {
        "group": (session.groups, lambda number: asked[number].group),
        "language": ((*session.languages, UNDETERMINED), lambda number: asked[number].language),
        "outcome": (disclosure_control.OUTCOMES, lambda number: disclosure_control.outcome_of(fates[number])),
    }
    for margin in which:
        keys, key_of = cells[margin]
        last = kept.counted(connection, session, margin)
        counts = Counter(key_of(number) for number in fates if number > last)
        table = disclosure_control.publish({key: counts[key] for key in keys})
        if table is not None or (is_known and counts):
            kept.keep(connection, session, margin, at, max(fates), counts.total(), table)
