"""The links of a session's seats: the generation and the passphrase of each link, whether it is revoked, and when it
was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict

from ..core.model import Seat, Session
from .connection import Connection, in_lists


class SeatRow(TypedDict):
    """The link of a seat: its generation, whether it is revoked, and its openings (ISO 8601; None: never opened)."""

    seat: str
    generation: int
    revoked: bool
    first_opened: str | None
    last_opened: str | None
    browsers: int


class SeatLink(NamedTuple):
    """A valid link: its generation, and the hash of the seat's passphrase, or "" for a seat without a passphrase."""

    generation: int
    passphrase: str


def generation(connection: Connection, session: Session, seat: Seat) -> int | None:
    """Return the generation of the seat's link. Return None if the seat is unknown or its link is revoked."""
    link = find_link(connection, session, seat)
    return None if link is None else link.generation


def find_link(connection: Connection, session: Session, seat: Seat) -> SeatLink | None:
    """Return the valid link of the seat. Return None if the seat is unknown or its link is revoked."""
    row = connection.execute(
        "SELECT generation, passphrase FROM seats WHERE session = ? AND seat = ? AND revoked = 0",
        [session.id, seat.name],
    ).fetchone()
    return None if row is None else SeatLink(row["generation"], row["passphrase"])


def links(connection: Connection, session: Session) -> dict[str, tuple[int, str]]:
    """Return {seat: (generation, hash of the passphrase)}. A login of a seat ends when the generation or the hash
    changes.
    """
    rows = connection.execute("SELECT seat, generation, passphrase FROM seats WHERE session = ?", [session.id])
    return {row["seat"]: (row["generation"], row["passphrase"]) for row in rows}


def links_of(connection: Connection, session_ids: Iterable[int]) -> dict[tuple[int, str], SeatLink]:
    """Return {(session id, seat): link}. Include each seat of these sessions that has a valid link."""
    return {
        (row["session"], row["seat"]): SeatLink(row["generation"], row["passphrase"])
        for marks, ids in in_lists(session_ids)
        for row in connection.execute(
            f"SELECT session, seat, generation, passphrase FROM seats WHERE revoked = 0 AND session IN ({marks})", ids
        )
    }


def passphrases(connection: Connection, session: Session) -> dict[str, str]:
    """Return {seat: hash of its passphrase} for the seats with a passphrase."""
    rows = connection.execute("SELECT seat, passphrase FROM seats WHERE session = ? AND passphrase <> ''", [session.id])
    return {row["seat"]: row["passphrase"] for row in rows}


def set_passphrases(connection: Connection, session: Session, hashes: Mapping[str, str]) -> int:
    """Store {seat: hash of its passphrase}; "" removes a passphrase. Return how many of these seats exist.

    If the hash of a seat changes, its logins become invalid.
    """
    return connection.executemany(
        "UPDATE seats SET passphrase = ? WHERE session = ? AND seat = ?",
        [(hashed, session.id, seat) for seat, hashed in hashes.items()],
    ).rowcount


def every(connection: Connection, session: Session) -> list[SeatRow]:
    """Return the links of all seats, in the order of `Session.seats`."""
    rows = {
        row["seat"]: row
        for row in connection.execute(
            "SELECT seat, generation, revoked, first_opened, last_opened, browsers FROM seats WHERE session = ?",
            [session.id],
        )
    }
    return [
        {
            "seat": seat.name,
            "generation": rows[seat.name]["generation"],
            "revoked": bool(rows[seat.name]["revoked"]),
            "first_opened": rows[seat.name]["first_opened"],
            "last_opened": rows[seat.name]["last_opened"],
            "browsers": rows[seat.name]["browsers"],
        }
        for seat in session.seats
        if seat.name in rows
    ]


def count_opening(connection: Connection, session: Session, seat: Seat, at: str, *, is_new: bool) -> None:
    """Store that the seat's link was opened. `at`: ISO 8601. `is_new`: whether the browser has no cookie of the seat.

    Store nothing if `is_new` is False and the last stored opening is less than a minute old. No stored value identifies
    a browser.
    """
    minute_before = datetime.fromisoformat(at) - timedelta(seconds=60)
    connection.execute(
        "UPDATE seats SET first_opened = coalesce(first_opened, :at), last_opened = :at, browsers = browsers + :new"
        " WHERE session = :session AND seat = :seat"
        " AND (:new = 1 OR last_opened IS NULL OR last_opened <= :minute_before)",
        {
            "at": at,
            "new": int(is_new),
            "session": session.id,
            "seat": seat.name,
            "minute_before": minute_before.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        },
    )


def raise_generation(connection: Connection, session: Session, seat: Seat, *, revoked: bool) -> int:
    """Invalidate all links and cookies of the seat. Return the new generation.

    The link of the new generation counts as never opened. Raises LookupError for an unknown seat.
    """
    row = connection.execute(
        "UPDATE seats SET generation = generation + 1, revoked = ?, first_opened = NULL, last_opened = NULL,"
        " browsers = 0 WHERE session = ? AND seat = ? RETURNING generation",
        [int(revoked), session.id, seat.name],
    ).fetchone()
    if row is None:
        raise LookupError(seat.name)
    return int(row["generation"])
