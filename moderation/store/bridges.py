"""The bridge token of a session, as a keyed hash (services/links). A program submits questions with this token.

A session has at most one token.
"""

from __future__ import annotations

from typing import NamedTuple

from ..core.model import Session
from .connection import Connection


class Bridge(NamedTuple):
    """A bridge token. `created_at`: ISO 8601."""

    token_hash: bytes
    created_at: str


def find(connection: Connection, session: Session) -> Bridge | None:
    """Return the session's token, or None."""
    row = connection.execute("SELECT token_hash, created_at FROM bridges WHERE session = ?", [session.id]).fetchone()
    return None if row is None else Bridge(row["token_hash"], row["created_at"])


def replace(connection: Connection, session: Session, bridge: Bridge) -> None:
    """Store a token. It replaces the session's earlier token."""
    connection.execute(
        "INSERT INTO bridges (session, token_hash, created_at) VALUES (?, ?, ?) ON CONFLICT (session)"
        " DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at",
        [session.id, *bridge],
    )


def delete(connection: Connection, session: Session) -> bool:
    """Delete the session's token. Return whether there was a token."""
    return connection.execute("DELETE FROM bridges WHERE session = ?", [session.id]).rowcount > 0
