"""Changes out: the Socket.IO side. A client subscribes to its seat's stream; everything else is the server speaking."""

from __future__ import annotations

from flask import request
from flask_socketio import SocketIO, disconnect, join_room

from ...core.model import SeatKind
from ...core.refusals import Refusal
from ...store import attendees, sessions, streams
from .. import auth, messages
from ..context import AppContext
from ..failures import log_failure
from ..streams import stream_of
from .publisher import asker_room, seat_room, stream_room

PERSONAL = (
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_REFERER",
)
"""What engine.io would keep of a person for the socket's life."""


def install(socketio: SocketIO, context: AppContext) -> None:
    """Answer `connect` and `subscribe`."""

    @socketio.on("connect")
    def connected(credentials=None) -> None:
        environ = socketio.server.get_environ(request.sid) or {}
        for name in PERSONAL:
            environ.pop(name, None)

    @socketio.on("subscribe")
    def subscribe(request_data=None) -> dict:
        try:
            return {"ok": True, **_subscribe(context, request_data)}
        except Refusal as refusal:
            return messages.body(refusal)

    @socketio.on_error_default
    def failed(error) -> None:
        log_failure("socket", error)
        disconnect()


def _subscribe(context: AppContext, request_data) -> dict:
    """Join first, read the head after: what is published in between arrives twice, never not at all."""
    if not isinstance(request_data, dict) or not all(
        isinstance(request_data.get(name), str) for name in ("session", "seat")
    ):
        raise Refusal("request.field", field="seat")
    session = context.session(request_data["session"])
    seat = auth.read_seat(session, request_data["seat"])
    caller = auth.caller(context, session, seat, request.cookies)
    lang = request_data.get("lang")
    stream = stream_of(session, seat, lang if isinstance(lang, str) else None)
    if seat.kind is SeatKind.CHAIR and lang in session.languages:
        context.chairs_read.setdefault(session.code, {})[seat.name] = lang
    join_room(stream_room(session.id, stream))
    answer: dict = {"stream": stream}
    if seat.kind is SeatKind.ATTENDEE:
        join_room(asker_room(caller.token_hash.hex()))
    else:
        join_room(seat_room(session.id, seat.name))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        if seat.kind is SeatKind.ATTENDEE:
            attendee = attendees.find(connection, session, caller.token_hash)
            answer["counter"] = attendees.counter(connection, attendee) if attendee is not None else 0
        elif sessions.generation(connection, session, seat) != caller.generation:
            # Renewed while we joined: the farewell to the seat's room may have come before us.
            disconnect()
            raise Refusal("seat.unknown")
        answer |= {"epoch": session.epoch, "seq": streams.head(connection, session, stream)}
    return answer
