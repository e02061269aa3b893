"""The public figures of a session: how many questions were received, approved, taken, answered, declined and why. No person in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..core.balance import APPROVED, HEARD
from ..core.model import Question, Status


def ledger(asked: Iterable[Question]) -> dict:
    """{received, approved, taken, answered, merged, withdrawn, declined: {reason: n}, by_group: {key: {received, approved, taken}}, by_language: …}.

    Withdrawn questions are counted as such and nowhere else.
    """
    asked = list(asked)
    standing = [question for question in asked if question.status is not Status.WITHDRAWN]
    status = Counter(question.status for question in asked)
    return {
        "received": len(standing),
        "approved": sum(status[one] for one in APPROVED),
        "taken": sum(status[one] for one in HEARD),
        "answered": status[Status.ANSWERED],
        "merged": status[Status.MERGED],
        "withdrawn": status[Status.WITHDRAWN],
        "declined": dict(Counter(question.reason for question in asked if question.status is Status.DECLINED)),
        "by_group": _by(standing, "group"),
        "by_language": _by(standing, "language"),
    }


def _by(standing: list[Question], field: str) -> dict:
    rows: dict[str, dict[str, int]] = {}
    for question in standing:
        row = rows.setdefault(getattr(question, field), {"received": 0, "approved": 0, "taken": 0})
        row["received"] += 1
        row["approved"] += question.status in APPROVED
        row["taken"] += question.status in HEARD
    return rows
