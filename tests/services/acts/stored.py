"""Functions that read the store, for the tests of the acts."""

from __future__ import annotations

import sqlite3

from moderation.core.model import Question, Session
from moderation.store import questions, sessions


def stored_session(store: sqlite3.Connection) -> Session:
    """Return the session PANEL1."""
    return sessions.get_by_code(store, "PANEL1")


def stored_question(store: sqlite3.Connection, number: int) -> Question | None:
    """Return the question of PANEL1 with this number, or None."""
    return questions.find(store, stored_session(store), number)
