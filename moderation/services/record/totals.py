"""Published totals: votes, balance and suggestion leave by a numbered change, at most once a second, however many votes are cast."""

from __future__ import annotations

from collections.abc import Collection

from ...core.balance import counts
from ...store import questions, sessions, streams, votes
from ...store.transaction import Transaction


def publish(tx: Transaction, code: str, numbers: Collection[int] | None) -> dict:
    """Bring the published figures up to the votes cast and the questions as they stand; `numbers`: questions voted on, None for all."""
    session = sessions.get_by_code(tx.connection, code)
    for question in votes.publish(tx.connection, session, numbers):
        tx.votes_moved(session, question)
    figures = counts(questions.balance_rows(tx.connection, session), questions.waiting(tx.connection, session))
    if figures != sessions.balance(tx.connection, session):
        sessions.set_balance(tx.connection, session, figures)
        tx.section_moved(session, streams.COUNTS, only="chairs")
    return {}
