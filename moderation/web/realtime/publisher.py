"""What leaves a committed batch goes out here: one change per stream, in order, to the stream's room."""

from __future__ import annotations

from ...store.transaction import Published
from . import fanout


def stream_room(session_id: int, stream: str) -> str:
    """Rooms are named by the server from ids, never from what a client says: a socket's id is a room name too."""
    return f"stream:{session_id}:{stream}"


def asker_room(token_hash: str) -> str:
    """By the token's hash: an attendee has no id before their first command, but may be listening already."""
    return f"own:{token_hash}"


def seat_room(session_id: int, seat: str) -> str:
    return f"seat:{session_id}:{seat}"


class Publisher:
    """Turns a batch's notes into Socket.IO events. Runs in the loop, never in the writer's thread."""

    def __init__(self, socketio, on_questions_moved, on_seat_gone, on_session_over):
        self._socketio = socketio
        self._on_questions_moved = on_questions_moved
        self._on_seat_gone = on_seat_gone
        self._on_session_over = on_session_over

    def publish(self, batch: list[Published]) -> None:
        for note in batch:
            if note.kind in ("change", "head"):
                if note.target == "chairs" and (note.body.get("put") or note.body.get("drop") or note.kind == "head"):
                    self._on_questions_moved(note.code)
                self._socketio.emit(note.kind, [note.target, note.body], to=stream_room(note.session, note.target))
            elif note.kind == "own":
                self._socketio.emit("own", note.body, to=asker_room(note.target))
            elif note.kind == "gone":
                self._dismiss(note, seat_room(note.session, note.target))
                self._on_seat_gone()
            elif note.kind == "over":
                self._dismiss(note, stream_room(note.session, note.target))
                self._on_session_over(note.session, note.code)

    def head(self, session_id: int, stream: str, head: dict) -> None:
        """The heartbeat: where the stream stands."""
        self._socketio.emit("head", [stream, head], to=stream_room(session_id, stream))

    def presence(self, session_id: int, readers: list[dict]) -> None:
        self._socketio.emit("presence", readers, to=stream_room(session_id, "chairs"))

    def _dismiss(self, note: Published, room: str) -> None:
        """Tell the sockets in a room that there is nothing for them any more, and close them."""
        self._socketio.emit("gone", note.body, to=room)
        server = self._socketio.server

        def part() -> None:
            for sid, _ in list(server.manager.get_participants("/", room)):
                server.disconnect(sid)

        fanout.afterwards(server.manager, part)
