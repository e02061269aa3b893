"""Fixtures of the web tests: a real server that all tests share, and sessions on this server."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache

import pytest

from tests.servers import Server
from tests.web.served_session import make_served_session
from tests.web.socket_client import SocketClient


@pytest.fixture(scope="session")
def server_in_mode(tmp_path_factory):
    """Return the function `start`: `start(mode)` returns the server that all tests share in this concurrency mode.

    The first call for a mode starts the server.
    """
    with ExitStack() as stack:

        @cache
        def start(mode: str) -> Server:
            running = Server(tmp_path_factory.mktemp(mode), mode).start()
            stack.callback(running.stop)
            return running

        yield start


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request, server_in_mode):
    """Return the server in one of the two concurrency modes.

    All tests share this server; each test creates its own session. The servers of both modes run until the last test,
    because each test file runs its tests in both modes.
    """
    return server_in_mode(request.param)


@pytest.fixture
def served(server):
    """Return a new open session on the server."""
    return make_served_session(server)


@pytest.fixture
def listen():
    """Return a function that makes Socket.IO clients.

    `listen(client)` returns a connected Socket.IO client; the test then calls `subscribe`. All Socket.IO clients are
    closed at the end of the test.
    """
    open_ones = []

    def make(client, **options):
        listener = SocketClient(client, **options)
        open_ones.append(listener)
        return listener

    yield make
    for listener in open_ones:
        listener.close()
