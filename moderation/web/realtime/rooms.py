"""The names of the rooms of Socket.IO: one for each stream, attendee and staff seat.

Room names never contain text from a client. Each socket has its own room, whose name is the socket's id. If a room name
contained a client's text, a client could send the id of another socket. The client would then be in the room of that
socket.
"""

from __future__ import annotations

STREAM, ATTENDEE, SEAT = "stream", "own", "seat"


def stream_room(session_id: int, stream: str) -> str:
    """Return the name of a stream's room."""
    return f"{STREAM}:{session_id}:{stream}"


def attendee_room(token_hash: str) -> str:
    """Return the name of an attendee's room.

    The name contains the hash of the attendee's token, because a new attendee has no id yet.
    """
    return f"{ATTENDEE}:{token_hash}"


def seat_room(session_id: int, seat: str) -> str:
    """Return the name of a staff seat's room."""
    return f"{SEAT}:{session_id}:{seat}"


def kind_of(room: object) -> str:
    """Return the kind of a room: STREAM, ATTENDEE or SEAT. For the room of a single socket, return another text."""
    return room.partition(":")[0] if isinstance(room, str) else ""


def session_and_name(room: str) -> tuple[int, str]:
    """Return (session id, stream or seat) of the room of a stream or a seat."""
    _, session_id, name = room.split(":", 2)
    return int(session_id), name
