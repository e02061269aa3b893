"""The publisher: it sends the events of committed batches, heartbeats and presence to their rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIO

from ...core.contracts import Head, Reading
from ...store.transaction import Published
from . import fanout


def stream_room(session_id: int, stream: str) -> str:
    """Return the name of a stream's room.

    Room names never contain text from a client. Each socket has its own room, whose name is the socket's id. With a
    client's text in the names, a client could send another socket's id and so choose that socket's room.
    """
    return f"stream:{session_id}:{stream}"


def attendee_room(token_hash: str) -> str:
    """Return the name of an attendee's room. It contains the token's hash, because a new attendee has no id yet."""
    return f"own:{token_hash}"


def seat_room(session_id: int, seat: str) -> str:
    """Return the name of a staff seat's room."""
    return f"seat:{session_id}:{seat}"


class Publisher:
    """The sender of all Socket.IO events. All methods must be called in the event loop, never on the writer thread.

    `on_balance_outdated` is called with the session's code after its questions changed. `on_seat_gone` is called
    after a seat's link was renewed or revoked. `on_session_over` is called with the id and code of a purged session.
    """

    def __init__(
        self,
        socketio: SocketIO,
        on_balance_outdated: Callable[[str], object],
        on_seat_gone: Callable[[], None],
        on_session_over: Callable[[int, str], None],
    ):
        self._socketio = socketio
        self._on_questions_moved = on_balance_outdated
        self._on_seat_gone = on_seat_gone
        self._on_session_over = on_session_over

    def publish(self, batch: list[Published]) -> None:
        """Emit a batch's events in order, and call the callbacks."""
        for event in batch:
            body: Any = event.body
            if event.kind in ("change", "head"):
                if event.target == "chairs" and (body.get("put") or body.get("drop") or event.kind == "head"):
                    self._on_questions_moved(event.code)
                self._socketio.emit(event.kind, [event.target, body], to=stream_room(event.session, event.target))
            elif event.kind == "own":
                self._socketio.emit("own", body, to=attendee_room(event.target))
            elif event.kind == "gone":
                self._dismiss(body, seat_room(event.session, event.target))
                self._on_seat_gone()
            elif event.kind == "over":
                self._dismiss(body, stream_room(event.session, event.target))
                self._on_session_over(event.session, event.code)

    def head(self, session_id: int, stream: str, head: Head) -> None:
        """Send a heartbeat: the stream's present epoch and sequence number."""
        self._socketio.emit("head", [stream, head], to=stream_room(session_id, stream))

    def presence(self, session_id: int, readers: list[Reading]) -> None:
        """Send the presence marks to the chairs."""
        self._socketio.emit("presence", readers, to=stream_room(session_id, "chairs"))

    def _dismiss(self, body: Any, room: str) -> None:
        """Send `gone` to all sockets of a room, then disconnect them."""
        self._socketio.emit("gone", body, to=room)
        server = self._socketio.server

        def disconnect_all() -> None:
            for sid, _ in list(server.manager.get_participants("/", room)):
                server.disconnect(sid)

        fanout.afterwards(server.manager, disconnect_all)
