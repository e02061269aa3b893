"""The comparator with the lowest possible cost: an eventlet loop that calls `send()` once per phone with a prepared
frame.

The loop understands only the messages with which a simulated phone subscribes. It validates nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

from moderation.web.realtime.frames import frame
from tests.bench.comparators.update import MESSAGE

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
OPEN = frame(b'0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}')
ANSWERS = (frame(b'40{"sid":"x"}'), frame(b'430[{"ok":true}]'))
UPDATE = frame(MESSAGE.encode())
phones: dict[int, object] = {}


def serve(connection, _) -> None:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(4096)
    if head.startswith(b"POST"):
        for send in phones.values():
            send(UPDATE)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return
    key = next(
        line.split(b":")[1].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
    )
    accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
    connection.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + accept
        + b"\r\n\r\n"
        + OPEN
    )
    del head, key, accept
    try:
        for answer in ANSWERS:
            connection.recv(4096)
            connection.sendall(answer)
        phones[connection.fileno()] = connection.fd.send
        while connection.recv(4096):
            pass
    except ConnectionError:
        pass
    finally:
        phones.pop(connection.fileno(), None)


if __name__ == "__main__":
    listening = eventlet.listen(("127.0.0.1", int(os.environ["PORT"])), backlog=4096)
    print("ready", flush=True)
    eventlet.serve(listening, serve, concurrency=65_536)
