"""The published totals: votes, balance, suggestion and the number of new phones.

The server publishes them at intervals, not for each vote.
"""

from __future__ import annotations

from collections.abc import Collection

from ...core.balance import balance_section
from ...store import questions, sessions, streams, votes
from ...store.transaction import Transaction
from .newcomers import meter


def publish(tx: Transaction, code: str, numbers: Collection[int] | None) -> None:
    """Publish the current vote totals of these questions, the balance, the suggestion and the figures of new phones.

    `numbers`: the numbers of the questions; None means all questions. Refusal: `session.unknown`.
    """
    session = sessions.get_by_code(tx.connection, code)
    for question in votes.publish(tx.connection, session, numbers):
        tx.touch_votes(session, question)
    figures = balance_section(questions.balance_rows(tx.connection, session), questions.waiting(tx.connection, session))
    figures["newcomers"] = meter(tx.connection, session, tx.at)
    if figures != sessions.balance(tx.connection, session):
        sessions.set_balance(tx.connection, session, figures)
        tx.touch_section(session, streams.COUNTS, only="chairs")
