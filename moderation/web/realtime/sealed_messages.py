"""The messages between processes: a frame and its place in the stream, sealed with a key that all processes have.

Do not trust Redis and the network. A person who can publish messages in Redis must not be able to change the text on a
screen. The seal is an HMAC-SHA256 over the room and the message. The key of the seal is derived from the server's key,
so the seal needs no setting.
"""

from __future__ import annotations

import hmac
import json
import secrets
from typing import NamedTuple

SEAL_BYTES = 32
ORIGIN_BYTES = 8


class Place(NamedTuple):
    """The place of a change in its stream: the change leads from seq `after` to seq `seq` of the epoch."""

    epoch: str
    after: int
    seq: int


class Message(NamedTuple):
    """A message for a room. `place` is None for events without a sequence number."""

    place: Place | None
    frame: bytes


class ForgedMessage(Exception):
    """The message has no valid seal."""


class Seal:
    """The seal of this process: it seals messages, and checks received messages. Any thread may call the methods."""

    def __init__(self, server_key: bytes):
        self._key = hmac.digest(server_key, b"open floor: messages between processes", "sha256")
        self._origin = secrets.token_bytes(ORIGIN_BYTES)

    def close(self, room: str, message: Message) -> bytes:
        """Return the sealed message for this room."""
        place = json.dumps(message.place, ensure_ascii=False, separators=(",", ":")).encode()
        content = b"".join((self._origin, place, b"\n", message.frame))
        return self._mac(room, content) + content

    def open(self, room: str, sealed: bytes) -> Message | None:
        """Return the message of another process. For a message of this process itself, return None.

        Raises ForgedMessage if the message was not sealed with this key for this room.
        """
        mac, content = sealed[:SEAL_BYTES], sealed[SEAL_BYTES:]
        if not hmac.compare_digest(mac, self._mac(room, content)):
            raise ForgedMessage
        if content.startswith(self._origin):
            return None
        place, _, frame = content[ORIGIN_BYTES:].partition(b"\n")
        values = json.loads(place)
        return Message(None if values is None else Place(*values), frame)

    def _mac(self, room: str, content: bytes) -> bytes:
        return hmac.digest(self._key, room.encode() + b"\n" + content, "sha256")
