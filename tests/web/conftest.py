"""Fixtures of the web tests: a real server that all tests share, and sessions on this server."""

from __future__ import annotations

import pytest

from tests.servers import Server
from tests.web.served_session import make_served_session
from tests.web.socket_client import SocketClient


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request, tmp_path_factory):
    """Start a server for all tests. Each test creates its own session."""
    running = Server(tmp_path_factory.mktemp(request.param), request.param).start()
    yield running
    running.stop()


@pytest.fixture
def served(server):
    """Create an open session."""
    return make_served_session(server)


@pytest.fixture
def listen():
    """Return a factory of Socket.IO clients.

    `listen(client)` connects a client; the test then calls `subscribe`. All clients are closed at the end of the test.
    """
    open_ones = []

    def make(client, **options):
        listener = SocketClient(client, **options)
        open_ones.append(listener)
        return listener

    yield make
    for listener in open_ones:
        listener.close()
