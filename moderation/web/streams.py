"""The stream that a seat reads, and the stream's snapshot. Used by HTTP reads, pages and sockets."""

from __future__ import annotations

from ..core.model import AUDIENCE_OF_SEAT, Seat, SeatKind, Session
from ..core.refusals import Refusal
from ..store import render, sessions, streams
from .context import AppContext, now
from .language_choice import reading_language
from .snapshots import Snapshot


def stream_of(session: Session, seat: Seat, lang: str | None) -> str:
    """Return the stream that a seat reads. For the organiser, refuse with `seat.forbidden`: this seat has no stream."""
    if seat.kind not in AUDIENCE_OF_SEAT:
        raise Refusal("seat.forbidden")
    audience = AUDIENCE_OF_SEAT[seat.kind]
    return f"floor.{reading_language(session, lang)}" if seat.kind is SeatKind.ATTENDEE else str(audience)


def snapshot_of(context: AppContext, code: str, stream: str) -> Snapshot:
    """Return the present snapshot of a stream."""
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        head = (session.epoch, streams.head(connection, session, stream))
        return context.snapshots.get(
            session.id, stream, head, lambda: render.snapshot(connection, session, stream, now()[0])
        )
