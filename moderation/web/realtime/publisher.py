"""The sender of Socket.IO events. It sends heartbeats, presence marks and committed changes to the rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIO

from ...core.contracts import Head, Reading
from ...store.transaction import Published
from . import managers
from .fanout import COMPARE, FORGET
from .rooms import attendee_room, seat_room, stream_room


class Publisher:
    """The sender of all Socket.IO events. Call its methods in the loop (concurrency.py), never on the writer thread.

    - `on_balance_outdated` is called with a session's code, after the questions in the chairs' stream have changed or a
      new epoch has begun.
    - `on_seat_gone` is called after a change of a seat's link or passphrase.
    - `on_session_over` is called with the id and code of a purged session.
    - `on_sent` is called with each emitted batch.
    """

    on_sent: Callable[[list[Published]], None] | None = None

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
        """Send the events of a committed batch in order. Also call the callbacks that the docstring of this class
        lists.
        """
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
        if self.on_sent is not None:
            self.on_sent(batch)

    def head(self, session_id: int, stream: str, head: Head) -> None:
        """Send a heartbeat to the sockets of this process.

        It contains the present epoch and sequence number of the stream.
        """
        self._socketio.emit("head", [stream, head], to=stream_room(session_id, stream), ignore_queue=True)

    def presence(self, session_id: int, readers: list[Reading], stream: str = "chairs") -> None:
        """Send presence marks: those of chairs to the stream `chairs`, those of booths to the stream `booth`."""
        self._socketio.emit("presence", readers, to=stream_room(session_id, stream))

    def forget_elsewhere(self) -> None:
        """Ask the other processes to delete their cached texts, because words have been erased."""
        managers.tell_others(self._socketio.server.manager, FORGET)

    def _dismiss(self, body: Any, room: str) -> None:
        """Send `gone` to all sockets of a room in this process, then disconnect them.

        Ask the other processes to compare their memory with the store. They then disconnect their sockets too.
        """
        server = self._socketio.server
        managers.dismiss(server, body, room)
        managers.tell_others(server.manager, COMPARE)
