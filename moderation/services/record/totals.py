"""Published totals: votes, balance and suggestion change at most once a second, however many votes are cast."""

from __future__ import annotations

from collections.abc import Collection

from ...core.balance import balance_section
from ...store import questions, sessions, streams, votes
from ...store.transaction import Transaction


def publish(tx: Transaction, code: str, numbers: Collection[int] | None) -> None:
    """Publish the present vote totals of these questions (None: of all), and the session's balance and suggestion.

    Refuse with `session.unknown`.
    """
    session = sessions.get_by_code(tx.connection, code)
    for question in votes.publish(tx.connection, session, numbers):
        tx.touch_votes(session, question)
    figures = balance_section(questions.balance_rows(tx.connection, session), questions.waiting(tx.connection, session))
    if figures != sessions.balance(tx.connection, session):
        sessions.set_balance(tx.connection, session, figures)
        tx.touch_section(session, streams.COUNTS, only="chairs")
