"""One real server for all tests of the web layer, in each concurrency mode."""

from __future__ import annotations

import pytest

from tests.servers import Server
from tests.web.served_session import make_served_session
from tests.web.socket_client import SocketClient


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def server(request, tmp_path_factory):
    """A running server, on which tests create their own sessions."""
    running = Server(tmp_path_factory.mktemp(request.param), request.param).start()
    yield running
    running.stop()


@pytest.fixture
def served(server):
    """A new open session."""
    return make_served_session(server)


@pytest.fixture
def listen():
    """A factory of Socket.IO clients: `listen(client)` connects one, and the test calls `subscribe`.

    All are closed at the end.
    """
    open_ones = []

    def make(client, **options):
        listener = SocketClient(client, **options)
        open_ones.append(listener)
        return listener

    yield make
    for listener in open_ones:
        listener.close()
