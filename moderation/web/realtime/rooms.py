"""The names of the rooms of Socket.IO: one for each stream, attendee and staff seat.

Room names must not contain text from a client, because each socket also has its own room, whose name is the socket's
id. If a client sent the id of another socket as such a text, the client would enter the room of that socket.
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
    """Return the kind of a room: STREAM, ATTENDEE or SEAT.

    The result for a socket's own room is a text that is none of these kinds.
    """
    return room.partition(":")[0] if isinstance(room, str) else ""


def session_and_name(room: str) -> tuple[int, str]:
    """Return the session id and the name of the stream or seat, for the room of a stream or seat."""
    _, session_id, name = room.split(":", 2)
    return int(session_id), name
