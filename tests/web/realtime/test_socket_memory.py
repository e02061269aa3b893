"""Tests that one connection uses at most 256 KiB of memory, regardless of the data that the client sends.

Each test runs in both concurrency modes.
"""

from __future__ import annotations

import select
import time

import pytest

from tests.bench.processes import resident_kib
from tests.servers import Server
from tests.web.hostile_packets import KINDS
from tests.web.raw_sockets import PATIENCE, RawSocket, frame, unread_bytes

CONNECTIONS = 10
MOST_KIB = 256
"""Maximum memory of one connection in KiB."""
MOST_SENT, MOST_FRAMES = 2_000_000, 8000
"""The maximum number of bytes, and the maximum number of frames, that each connection tries to send.

The numbers are high enough to find a fault: a server that keeps all these bytes, or 33 bytes for each frame, uses more
memory than MOST_KIB.
"""
STALLED = 2
"""A connection counts as full if it has accepted no bytes for this number of seconds."""

pytestmark = pytest.mark.server


@pytest.fixture(scope="module", params=["eventlet", pytest.param("threading", marks=pytest.mark.long)])
def attacked(request, tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("attacked"), request.param, environment={"MALLOC_ARENA_MAX": "1"}).start()
    yield running
    running.stop()
    assert "Traceback" not in running.log()


def attack(server: Server, kind: str, cookies: list[str]) -> int:
    """Send packets of this kind on many connections that never read. Return the largest growth of the server's memory
    in KiB.
    """
    first, repeated = KINDS[kind]
    most_bytes = min(MOST_SENT, MOST_FRAMES * len(repeated))
    chunk = repeated * max(1, 8000 // len(repeated))
    before = most = resident_kib(server.process.pid)
    sockets = [RawSocket(server.port, cookie) for cookie in cookies]
    try:
        for connection in sockets:
            connection.send(frame("40"), first)
        sending = set(sockets)
        while sending and (writable := select.select([], list(sending), [], STALLED)[1]):
            for connection in writable:
                if not connection.pump(chunk) or connection.sent >= most_bytes:
                    sending.discard(connection)
            most = max(most, resident_kib(server.process.pid))
        until = time.monotonic() + PATIENCE
        while unread_bytes(server.port) and not sending and time.monotonic() < until:
            most = max(most, resident_kib(server.process.pid))
        return max(most, resident_kib(server.process.pid)) - before
    finally:
        for connection in sockets:
            connection.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("has_cookie", [False, True], ids=["unauthenticated", "attendee"])
def test_the_memory_of_one_connection_is_bounded(attacked, kind, has_cookie):
    cookies = [attacked.client().cookie if has_cookie else "" for _ in range(CONNECTIONS)]
    attack(attacked, kind, cookies)  # Ignore the first attack, because it also loads code and fills memory pools.
    growth = attack(attacked, kind, cookies)
    assert growth / CONNECTIONS <= MOST_KIB, f"{growth} KiB for {CONNECTIONS} connections"
