"""Tests of connections that end abnormally. A real server must release their descriptors and sockets."""

from __future__ import annotations

import json
import os
import socket
import struct
import time

import pytest

from tests.servers import Client, Server

MANY = 60
SETTLED = 20
"""Maximum seconds until the server has released the descriptors of closed connections."""
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Origin: http://127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: {version}\r\n"
    "{key}: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: {cookie}\r\n\r\n"
)

pytestmark = pytest.mark.server


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path / "data", "eventlet", environment={"METRICS": "1"}).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def shake(server: Server, cookie: str = "", version: int = 13, key: str = "Sec-WebSocket-Key") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), 15)
    connection.sendall(HANDSHAKE.format(port=server.port, cookie=cookie, version=version, key=key).encode())
    return connection


def say(*texts: str) -> bytes:
    return b"".join(
        bytes((0x81, 0x80 | len(text) if len(text) < 126 else 0xFE))
        + (len(text).to_bytes(2, "big") if len(text) > 125 else b"")
        + bytes(4)
        + text.encode()
        for text in texts
    )


def held(server: Server) -> tuple[int, float]:
    """Return two numbers: the server's open file descriptors, and the connected phones according to the metrics."""
    text = Client(server, "").raw("GET", "/metrics")[2].decode()
    phones = next(float(line.split()[1]) for line in text.splitlines() if line.startswith("open_floor_phones "))
    return len(os.listdir(f"/proc/{server.process.pid}/fd")), phones


def wait_until_let_go(server: Server, before: int) -> None:
    until = time.monotonic() + SETTLED
    while (now := held(server)) and (now[0] > before + 3 or now[1]):
        assert time.monotonic() < until, now
        time.sleep(0.1)


@pytest.mark.parametrize("wrong", [{"key": "X-Key"}, {"version": 7}])
def test_failed_handshakes_release_their_descriptors(server, wrong):
    before, _ = held(server)
    for _ in range(MANY):
        with shake(server, **wrong) as connection:
            assert connection.recv(4096).split()[1] in (b"400", b"426")
    wait_until_let_go(server, before)


def test_a_connection_reset_during_answers_is_released(server):
    phone = server.client()
    subscription = json.dumps({"session": server.code, "seat": "attendee"})
    before, _ = held(server)
    for turn in range(MANY):
        connection = shake(server, phone.cookie)
        if turn % 2:
            connection.recv(4096)
        connection.sendall(say("40", f'421["subscribe",{subscription}]', f'422["subscribe",{subscription}]', "40"))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    wait_until_let_go(server, before)
