"""The Socket.IO handlers.

A client may only subscribe to its seat's stream; all other events go from the server to clients.
"""

from __future__ import annotations

from flask import request
from flask_socketio import SocketIO, disconnect, join_room

from ...core.contracts import RefusedAnswer, Subscribed
from ...core.model import SeatKind
from ...core.refusals import Refusal
from ...store import attendees, sessions, streams
from ...store import seats as seat_store
from .. import auth, messages
from ..context import AppContext
from ..failures import log_failure
from ..streams import stream_of
from .publisher import attendee_room, seat_room, stream_room

PERSONAL = (
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_REFERER",
)
"""The keys of personal data in the handshake's environ. The `connect` handler deletes these keys.

Otherwise the library would keep the personal data until the socket closes.
"""


def install(socketio: SocketIO, context: AppContext) -> None:
    """Register the handlers of `connect` and `subscribe`."""

    @socketio.on("connect")
    def connected(credentials: object = None) -> None:
        sid = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO sets it.
        environ = socketio.server.get_environ(sid) or {}
        for name in PERSONAL:
            environ.pop(name, None)

    @socketio.on("subscribe")
    def subscribe(request_data: object = None) -> Subscribed | RefusedAnswer:
        try:
            return _subscribe(context, request_data)
        except Refusal as refusal:
            return messages.body(refusal)

    @socketio.on_error_default
    def failed(error: BaseException) -> None:
        log_failure("socket", error)
        disconnect()


def _subscribe(context: AppContext, request_data: object) -> Subscribed:
    """Add the caller's socket to the room of its stream, then read the head of the stream.

    Keep this order. A change that is published between the two steps is then received twice; in the other order the
    change would be lost.
    """
    code, seat_name, lang = None, None, None
    if isinstance(request_data, dict):
        code, seat_name, lang = (request_data.get(name) for name in ("session", "seat", "lang"))
    if not isinstance(code, str) or not isinstance(seat_name, str):
        raise Refusal("request.field", field="seat")
    session = context.session(code)
    seat = auth.read_seat(session, seat_name)
    caller = auth.caller(context, session, seat, request.cookies)
    stream = stream_of(session, seat, lang if isinstance(lang, str) else None)
    if seat.kind is SeatKind.CHAIR and isinstance(lang, str) and lang in session.languages:
        context.chair_languages.setdefault(session.code, {})[seat.name] = lang
    join_room(stream_room(session.id, stream))
    if caller.token_hash is not None:
        join_room(attendee_room(caller.token_hash.hex()))
    else:
        join_room(seat_room(session.id, seat.name))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        answer: Subscribed = {
            "ok": True,
            "stream": stream,
            "epoch": session.epoch,
            "seq": streams.head(connection, session, stream),
        }
        if caller.token_hash is not None:
            attendee = attendees.find(connection, session, caller.token_hash)
            answer["counter"] = attendees.counter(connection, attendee) if attendee is not None else 0
        elif seat_store.generation(connection, session, seat) != caller.generation:
            # The link was renewed meanwhile. Disconnect, because `gone` may have been sent before this socket joined.
            disconnect()
            raise Refusal("seat.unknown")
    return answer
