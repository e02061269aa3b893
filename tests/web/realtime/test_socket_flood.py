"""Tests of thousands of sockets that never subscribe, in both concurrency modes: new clients can still connect."""

from __future__ import annotations

import sys
import time

import pytest

from tests.faults.idle_clients import descriptor_limit_raised
from tests.servers import Server
from tests.web.raw_sockets import SocketFlood
from tests.web.socket_client import Disconnected

pytestmark = pytest.mark.server

NEWCOMERS = 3
FEW = ("/bin/sh", "-c", 'ulimit -n 600; exec "$@"', "sh", sys.executable)


@pytest.mark.parametrize(
    ("mode", "count"),
    [
        ("eventlet", 2000),
        ("threading", 2000),
        pytest.param("eventlet", 5000, marks=pytest.mark.long),
        pytest.param("threading", 5000, marks=pytest.mark.long),
    ],
)
def test_new_clients_connect_while_thousands_of_sockets_without_a_seat_connect(tmp_path, listen, mode, count):
    server = Server(tmp_path / "data", mode, command=FEW).start()
    try:
        early = listen(server.client())
        assert early.subscribe()["ok"]
        cookies = [server.client().cookie for _ in range(100)]
        with descriptor_limit_raised(count), SocketFlood(server.port, count, cookies):
            until = time.monotonic() + 150
            newcomers = 0
            while newcomers < NEWCOMERS:
                assert time.monotonic() < until, f"only {newcomers} newcomers got in"
                try:
                    newcomers += listen(server.client()).subscribe()["ok"]
                except (Disconnected, OSError, AssertionError):
                    continue
        assert early.subscribe()["ok"]
    finally:
        server.stop()
