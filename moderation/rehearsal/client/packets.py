"""The packets of Socket.IO (protocol 5) over Engine.IO (protocol 4), as WebSocket text messages.

All packets belong to the namespace `/`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

PATH = "/socket.io/?EIO=4&transport=websocket"
OPEN, CLOSE, PING, PONG = "0", "1", "2", "3"
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR = "40", "41", "42", "43", "44"


def is_end(packet: str) -> bool:
    """Return whether this packet of the server means that the connection ends or that the namespace is refused."""
    return packet == CLOSE or packet.startswith((DISCONNECT, CONNECT_ERROR))


def encode_event(name: str, body: Any, ack_id: int | None = None) -> str:
    """Return the packet of an event with one argument. With `ack_id`, the server acknowledges the event."""
    return f"{EVENT}{'' if ack_id is None else ack_id}{json.dumps([name, body])}"


def event_prefix(name: str) -> str:
    """Return the prefix of all packets of this event. With this prefix, a caller recognises the event without parsing
    JSON.
    """
    return f'{EVENT}["{name}"'


def ack_prefix(ack_id: int) -> str:
    """Return the beginning of the packet that acknowledges event `ack_id`."""
    return f"{ACK}{ack_id}["


@lru_cache(maxsize=64)
def decode_event(packet: str) -> tuple[str, list[Any]]:
    """Return an event's name and arguments.

    The arguments of `change` and `head` are the stream and an object. The arguments of `presence` are objects of the
    type `Reading`. All other events have one object as argument. The result is cached, because every client of a stream
    receives the same text. Do not modify the result.
    """
    name, *arguments = json.loads(packet[len(EVENT) :])
    if len(arguments) == 1 and isinstance(arguments[0], list):
        arguments = arguments[0]
    return name, arguments


def decode_ack(packet: str) -> Any:
    """Return the first argument of an acknowledgement; {} if there is no argument."""
    arguments = json.loads(packet[packet.index("[") :])
    return arguments[0] if arguments else {}


def subscription(session: str, seat: str, lang: str | None = None) -> dict[str, str]:
    """Return the argument of the event `subscribe`. `seat`: the name of the seat, such as `chair.a`."""
    return {"session": session, "seat": seat} | ({} if lang is None else {"lang": lang})
