"""The entry codes of a session, each as a keyed hash (services/links).

A row does not refer to an attendee. `holder` is a keyed hash of the token in the cookie of the phone that uses the
code. The attendee's row contains a different hash of the token. Nobody can compute one of the two hashes from the
other.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import NamedTuple

from ..core.contracts import EntryCodeCounts
from ..core.model import Session
from .connection import Connection


class EntryCode(NamedTuple):
    """An entry code. `holder` is None if no phone uses the code now. A used code stays `used` until `free_all`."""

    number: int
    holder: bytes | None
    used: bool
    revoked: bool


def add(connection: Connection, session: Session, code_hashes: Sequence[bytes]) -> int:
    """Insert new codes with consecutive numbers; return the first number."""
    first = counts(connection, session)["created"] + 1
    connection.executemany(
        "INSERT INTO entry_codes (session, number, code_hash) VALUES (?, ?, ?)",
        [(session.id, number, code_hash) for number, code_hash in enumerate(code_hashes, first)],
    )
    return first


def find(connection: Connection, session: Session, code_hash: bytes) -> EntryCode | None:
    """Return the code with this hash, or None."""
    row = connection.execute(
        "SELECT number, code_hash, holder, used, revoked FROM entry_codes WHERE session = ? AND code_hash = ?",
        [session.id, code_hash],
    ).fetchone()
    if row is None or not hmac.compare_digest(row["code_hash"], code_hash):
        return None
    return EntryCode(row["number"], row["holder"], bool(row["used"]), bool(row["revoked"]))


def is_admitted(connection: Connection, session: Session, holder: bytes | None) -> bool:
    """Return whether the holder uses a code that is not revoked."""
    row = connection.execute(
        "SELECT 1 FROM entry_codes WHERE session = ? AND holder = ?", [session.id, holder]
    ).fetchone()
    return row is not None


def use(connection: Connection, session: Session, number: int, holder: bytes) -> None:
    """Bind a code to a holder and mark it as used. Raises sqlite3.IntegrityError if the code is revoked."""
    connection.execute(
        "UPDATE entry_codes SET holder = ?, used = 1 WHERE session = ? AND number = ?", [holder, session.id, number]
    )


def revoke(connection: Connection, session: Session, number: int) -> bool | None:
    """Revoke a code and forget its holder.

    Return True if this call revoked the code. Return False if the code was already revoked, and None for an unknown
    number.
    """
    row = connection.execute(
        "SELECT revoked FROM entry_codes WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    if row is None:
        return None
    connection.execute(
        "UPDATE entry_codes SET holder = NULL, revoked = 1 WHERE session = ? AND number = ?", [session.id, number]
    )
    return not row["revoked"]


def forget_holder(connection: Connection, session: Session, holder: bytes | None) -> bool:
    """Separate the used code from the phone that uses it: delete the holder's hash. Return whether a code had this
    holder.

    The code stays used: nobody can enter it again before `free_all`.
    """
    forgotten = connection.execute(
        "UPDATE entry_codes SET holder = NULL WHERE session = ? AND holder = ?", [session.id, holder]
    )
    return forgotten.rowcount > 0


def free_all(connection: Connection, session: Session) -> None:
    """Make all codes unused again. Revoked codes stay revoked."""
    connection.execute("UPDATE entry_codes SET holder = NULL, used = 0 WHERE session = ?", [session.id])


def counts(connection: Connection, session: Session) -> EntryCodeCounts:
    """Return the counts of created, used and revoked codes. A code that was used and then revoked counts as used and as
    revoked.
    """
    row = connection.execute(
        "SELECT count(*), coalesce(sum(used), 0), coalesce(sum(revoked), 0) FROM entry_codes WHERE session = ?",
        [session.id],
    ).fetchone()
    return {"created": row[0], "used": row[1], "revoked": row[2]}
