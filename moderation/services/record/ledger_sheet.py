"""The ledger as a table for the workbook, with the same rows in the same order as in the report."""

from __future__ import annotations

from typing import Any

from ...core.ledger import FIGURES
from ...core.model import Session
from .. import session_time
from . import ledger_order
from .labels import Labels
from .table import Cell, Table


def rows(ledger: dict[str, Any], session: Session, labels: Labels) -> Table:
    """Return the ledger (`ledger.read`) as a table, with labels beside the keys."""
    return _rule_rows(ledger["tables"], session, labels) if ledger["rule"] else _rows(ledger, session, labels)


def _rows(ledger: dict[str, Any], session: Session, labels: Labels) -> Table:
    table: Table = [["by", "key", "label", *FIGURES], ["all", "", "", *_figures(ledger)]]
    for key, figures in ledger_order.groups(session, ledger["by_group"]):
        table.append(["group", key, labels.group(key), *_figures(figures)])
    for key, figures in ledger_order.languages(session, ledger["by_language"]):
        table.append(["language", key, labels.language(key), *_figures(figures)])
    for key, figures in ledger_order.topics(session, ledger):
        table.append(["topic", key, labels.topic(key), *_figures(figures)])
    for part in ("approved", "not_approved"):
        for reason, count in ledger_order.reasons(ledger["outcomes"][part]):
            counts = [count, count if part == "approved" else 0, None, 0]
            table.append(["not answered", reason, labels.outcome(reason), *counts])
    return table


def _figures(row: dict[str, int]) -> list[Cell]:
    return [row[name] for name in FIGURES]


def _rule_rows(tables: dict[str, list[dict[str, Any]]], session: Session, labels: Labels) -> Table:
    def outcome(key: str) -> str:
        return labels.outcome("not_answered" if key == "approved" else key)

    names = {"group": labels.group, "language": labels.language, "outcome": outcome}
    rows: Table = [["by", "key", "label", "until", "received"]]
    for by, published in tables.items():
        for table in published:
            until = session_time.local(table["at"], session_time.zone_name(session))
            rows += [[by, key, names[by](key), until, count] for key, count in table["cells"].items()]
            rows.append([by, "all", "", until, table["received"]])
    return rows
