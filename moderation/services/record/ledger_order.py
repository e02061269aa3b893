"""The order of the ledger's rows: the same on the ledger's page, in the report and in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.ledger import FIGURES
from ...core.model import REASONS, UNDETERMINED, UNDISCLOSED, Session

OUTCOME_REASONS = (*REASONS, "cut_short", "withdrawn", "waiting")
"""The reasons why a question was not answered, in the order of display."""
LAST = ("other", UNDISCLOSED, UNDETERMINED)
"""The keys of the rows that are always at the end of a list. The other rows are sorted by the number of questions."""

Row = dict[str, int]


def groups(session: Session, by_group: Mapping[str, Row]) -> list[tuple[str, Row]]:
    """Return [(group, figures)] in descending order of `received`; the keys in LAST are at the end.

    A group without questions also has a row.
    """
    return _ordered(session.groups, by_group)


def languages(session: Session, by_language: Mapping[str, Row]) -> list[tuple[str, Row]]:
    """Return [(language, figures)], sorted by the same rule as `groups`.

    `und` (unknown language) has a row only if it has questions.
    """
    return _ordered((*session.languages, *(key for key in (UNDETERMINED,) if key in by_language)), by_language)


def topics(session: Session, ledger: Mapping[str, Any]) -> list[tuple[str, Row]]:
    """Return [(topic, figures)] in the order of the agenda. If the session has no topics, return [].

    A topic without questions also has a row. The last row has the key "" and counts the questions without a topic. If
    there are no such questions, this row is left out. `ledger`: the figures of `core/ledger`.
    """
    if not session.topics:
        return []
    counts: Mapping[str, Row] = ledger["by_topic"]
    rows = [(key, counts.get(key) or dict.fromkeys(FIGURES, 0)) for key in session.topics]
    rest = {name: ledger[name] - sum(row[name] for _, row in rows) for name in FIGURES}
    return [*rows, ("", rest)] if rest["received"] else rows


def reasons(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the items of `counts` ({reason: number of questions}) in the order of OUTCOME_REASONS."""
    return [(reason, counts[reason]) for reason in OUTCOME_REASONS if reason in counts]


def rank(key: str) -> int:
    """Return the number by which rows are sorted first. `key`: the key of the row.

    The number is 0 for most rows. For a key in LAST, it is the position in LAST, counted from 1. So these rows come
    last, in the order of LAST.
    """
    return LAST.index(key) + 1 if key in LAST else 0


def _ordered(keys: Iterable[str], counts: Mapping[str, Row]) -> list[tuple[str, Row]]:
    rows = [(key, counts.get(key) or dict.fromkeys(FIGURES, 0)) for key in keys]
    return sorted(rows, key=lambda row: (rank(row[0]), -row[1]["received"]))
