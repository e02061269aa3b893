"""The Socket.IO handlers.

A client sends only `subscribe`, for its seat's stream. All other events come from the server.
"""

from __future__ import annotations

from typing import Any, cast

from flask import request
from flask_socketio import SocketIO, disconnect, join_room

from ...core.contracts import RefusedAnswer, Subscribed
from ...core.model import SeatKind, Session
from ...core.refusals import Refusal
from ...services.acts.caller import Caller
from ...store import seats as seat_store
from ...store import streams
from ...store.reader import IS_URGENT
from .. import auth, messages
from .. import cookies as accepted_cookies
from ..context import AppContext
from ..failures import log_failure
from ..streams import stream_of
from .limited_socket import LimitedSocket
from .rooms import attendee_room, seat_room, stream_room
from .socket_limits import MOST_SOCKETS, Owner

PERSONAL = (
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_REFERER",
)
"""The keys of personal data in the handshake's environ. The `connect` handler deletes them.

Otherwise, the library would keep the personal data until the socket closes.
"""


def install(socketio: SocketIO, context: AppContext) -> None:
    """Register the handlers of `connect`, `subscribe` and errors.

    Also give the socket limits the function that finds the owners of a socket, which are its valid seat cookies.
    """
    LimitedSocket.limits.identify = lambda environ: _owners(context, environ)

    @socketio.on("connect")
    def connected(credentials: object = None) -> None:
        sid = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO sets it.
        environ = socketio.server.get_environ(sid) or {}
        for name in PERSONAL:
            environ.pop(name, None)

    @socketio.on("subscribe")
    def subscribe(*arguments: object) -> Subscribed | RefusedAnswer:
        request_data = arguments[0] if len(arguments) == 1 else None
        try:
            caller_socket = _caller_socket(socketio)
            if caller_socket.retry_after:
                raise Refusal("limit.rate", retry_after=caller_socket.retry_after)
            return _subscribe(context, request_data, caller_socket)
        except Refusal as refusal:
            return messages.body(refusal)

    @socketio.on_error_default
    def failed(error: BaseException) -> None:
        log_failure("socket", error)
        disconnect()


def _caller_socket(socketio: SocketIO) -> LimitedSocket:
    """Return the socket that sent the current event. If the socket is closed, refuse with `seat.unknown`."""
    server = socketio.server
    eio_sid = server.manager.eio_sid_from_sid(request.sid, "/")  # type: ignore[attr-defined]  # Flask-SocketIO sets it.
    if eio_sid not in server.eio.sockets:
        raise Refusal("seat.unknown")
    return cast(LimitedSocket, server.eio.sockets[eio_sid])


def _owners(context: AppContext, environ: dict[str, Any]) -> tuple[Owner, ...]:
    """Return one owner for each valid seat cookie in the handshake."""
    cookies = accepted_cookies.accepted(environ.get("HTTP_COOKIE", ""), secure=context.config.secure)
    owners = []
    for code, seat_name in auth.seats_named(cookies):
        try:
            session = context.session(code)
            seat = auth.read_seat(session, seat_name)
            owners.append(_owner(session, auth.caller(context, session, seat, cookies)))
        except Refusal:
            continue  # Ignore the cookie: it is not valid, or its session does not exist.
    return tuple(owners)


def _owner(session: Session, caller: Caller) -> Owner:
    """Return the owner of the caller's socket: the seat cookie to which the limits apply.

    All browsers that use the current link of a staff seat have the same owner.
    """
    if caller.token_hash is not None:
        return Owner(caller.token_hash.hex(), is_staff=False)
    return Owner(f"{session.id}:{caller.seat.name}:{caller.generation}", is_staff=True)


def _subscribe(context: AppContext, request_data: object, caller_socket: LimitedSocket) -> Subscribed:
    """Add the caller's socket to the room of its stream, then read the head of the stream.

    Keep this order. A change between the two steps is then sent to the socket and also included in the head. In the
    reverse order, the socket would miss this change.
    """
    code, seat_name, lang = None, None, None
    if isinstance(request_data, dict):
        code, seat_name, lang = (request_data.get(name) for name in ("session", "seat", "lang"))
    if not isinstance(code, str) or not isinstance(seat_name, str):
        raise Refusal("request.field", field="seat")
    # Do not reset this context variable at the end: the next event of the socket sets it again.
    IS_URGENT.set(seat_name != auth.ATTENDEE.name)
    session = context.session(code)
    seat = auth.read_seat(session, seat_name)
    caller = auth.caller(context, session, seat, request.cookies)
    login_seconds = auth.login_seconds(context, session, seat, request.cookies)
    if not caller_socket.limits.seat(caller_socket, _owner(session, caller), login_seconds):
        caller_socket.is_refused = True
        raise Refusal("limit.sockets", limit=MOST_SOCKETS)
    stream = stream_of(session, seat, lang if isinstance(lang, str) else None)
    if seat.kind is SeatKind.CHAIR and isinstance(lang, str) and lang in session.languages:
        context.chair_languages.setdefault(session.code, {})[seat.name] = lang
    join_room(stream_room(session.id, stream))
    if caller.token_hash is not None:
        join_room(attendee_room(caller.token_hash.hex()))
    else:
        join_room(seat_room(session.id, seat.name))
    with context.reader.statement() as connection:
        session, seq, counter = streams.position(connection, session.code, stream, caller.token_hash)
        answer: Subscribed = {"ok": True, "stream": stream, "epoch": session.epoch, "seq": seq}
        if caller.token_hash is not None:
            answer["counter"] = counter
        elif seat_store.generation(connection, session, seat) != caller.generation:
            # The link was renewed or revoked after the check of the cookie. The message `gone` closes the seat's
            # connections, but it may have been sent before this socket joined the room. Therefore, disconnect this
            # socket here.
            disconnect()
            raise Refusal("seat.unknown")
    return answer
