"""The logos of a session, as cleaned PNG files (services/logo.py), each under the SHA-256 of its content."""

from __future__ import annotations

from typing import NamedTuple

from ..core.contracts import SessionDefinition
from ..core.model import Session
from .connection import Connection


class Logo(NamedTuple):
    """A cleaned logo. `width` and `height` are in pixels, `content` is a PNG file."""

    hash: str
    width: int
    height: int
    content: bytes


def add(connection: Connection, session: Session, logo: Logo, at: str) -> None:
    """Store a logo of the session. If the session already has this logo, do nothing. `at`: ISO 8601."""
    connection.execute(
        "INSERT INTO logos (hash, session, width, height, content, added_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [logo.hash, session.id, logo.width, logo.height, logo.content, at],
    )


def adopt(connection: Connection, session: Session, definition: SessionDefinition, at: str) -> None:
    """Copy logos from other sessions of the server: those that the definition names but the session does not have.

    Such logos occur if the session is a copy, or was created from the file of another session. Without its own
    copy of the logo, the session would lose the logo when the other session is purged.
    """
    look = definition.get("look")
    for named in filter(None, (look["logo"], look["logo_dark"]) if look else ()):
        connection.execute(
            "INSERT INTO logos (hash, session, width, height, content, added_at)"
            " SELECT hash, ?, width, height, content, ? FROM logos WHERE hash = ? LIMIT 1 ON CONFLICT DO NOTHING",
            [session.id, at, named],
        )


def size(connection: Connection, session: Session, named: str) -> tuple[int, int] | None:
    """Return (width, height) of a logo of the session, or None. `named`: the hash of the logo."""
    row = connection.execute(
        "SELECT width, height FROM logos WHERE hash = ? AND session = ?", [named, session.id]
    ).fetchone()
    return None if row is None else (row["width"], row["height"])


def content(connection: Connection, named: str) -> bytes | None:
    """Return the PNG file with this hash, of any session, or None."""
    row = connection.execute("SELECT content FROM logos WHERE hash = ? LIMIT 1", [named]).fetchone()
    return None if row is None else bytes(row["content"])


def exists(connection: Connection, named: str) -> bool:
    """Return whether a session of the server has the logo with this hash."""
    return bool(connection.execute("SELECT 1 FROM logos WHERE hash = ? LIMIT 1", [named]).fetchone())


def count(connection: Connection, session: Session) -> int:
    """Return the number of logos of the session."""
    number: int = connection.execute("SELECT count(*) FROM logos WHERE session = ?", [session.id]).fetchone()[0]
    return number


def delete_unused(connection: Connection, session: Session) -> None:
    """Delete the logos that no version of the session's definition names. The present version counts too."""
    connection.execute(
        "DELETE FROM logos WHERE session = ?"
        " AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.id = logos.session"
        " AND definition LIKE '%' || logos.hash || '%')"
        " AND NOT EXISTS (SELECT 1 FROM definitions WHERE definitions.session = logos.session"
        " AND definitions.definition LIKE '%' || logos.hash || '%')",
        [session.id],
    )
