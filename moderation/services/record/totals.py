"""Published totals: votes, balance and suggestion. They change at most once a second, independent of the vote rate."""

from __future__ import annotations

from collections.abc import Collection

from ...core.balance import balance_section
from ...store import questions, sessions, streams, votes
from ...store.transaction import Transaction


def publish(tx: Transaction, code: str, numbers: Collection[int] | None) -> None:
    """Publish the current vote totals of these questions, and the session's balance and suggestion.

    `numbers`: the numbers of the questions; None means all questions. Refuse with `session.unknown`.
    """
    session = sessions.get_by_code(tx.connection, code)
    for question in votes.publish(tx.connection, session, numbers):
        tx.touch_votes(session, question)
    figures = balance_section(questions.balance_rows(tx.connection, session), questions.waiting(tx.connection, session))
    if figures != sessions.balance(tx.connection, session):
        sessions.set_balance(tx.connection, session, figures)
        tx.touch_section(session, streams.COUNTS, only="chairs")
