"""Tests of the listener, alone and in a real server.

It continues to accept connections after errors, and disconnects clients that send too slowly.
"""

from __future__ import annotations

import errno
import os
import resource
import socket
import sys
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from moderation.web.server.listener import BODY_SECONDS, HEAD_SECONDS, IDLE_SECONDS, Deadlines, ResilientListener
from tests.servers import Server

IDLE = 3000


class FakeListener:
    """A fake listening socket. A list contains the outcome of each call of `accept`."""

    family = socket.AF_INET

    def __init__(self, *outcomes):
        self.outcomes, self.is_shut = list(outcomes), False
        self.fd = SimpleNamespace(shutdown=lambda how: setattr(self, "is_shut", True))

    def getsockname(self):
        return ("127.0.0.1", 1)

    def accept(self):
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, int):
            raise OSError(outcome, os.strerror(outcome))
        return outcome


class Asleep(Exception):
    """The exception that the tests raise instead of an endless wait."""


@pytest.mark.parametrize(
    "error", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ECONNABORTED, errno.EPIPE, errno.ECONNRESET]
)
def test_accept_pauses_after_an_error_and_goes_on(error):
    pauses = []
    listening = ResilientListener(FakeListener(error, error, ("phone", "address")), pauses.append, lambda: False)
    assert listening.accept() == ("phone", "address") and len(pauses) == 2


def test_a_full_listener_accepts_again_after_a_disconnection():
    pauses, full = [], [True, True, False]
    assert ResilientListener(FakeListener(("phone", "address")), pauses.append, lambda: full.pop(0)).accept() == (
        "phone",
        "address",
    )
    assert len(pauses) == 2


def test_the_lack_of_descriptors_is_logged_once_a_minute(caplog):
    now = iter([0.0, 0.0, 1.0, 60.0, 60.0, 61.0])
    ResilientListener(
        FakeListener(errno.EMFILE, errno.EMFILE, errno.EMFILE, errno.EMFILE, "phone"),
        lambda seconds: None,
        lambda: False,
        now.__next__,
    ).accept()
    assert [record.getMessage() for record in caplog.records] == ["no descriptor is left for another connection"] * 2


def test_accept_waits_without_end_after_close():
    def sleep(seconds):
        raise Asleep

    fake = FakeListener(("phone", "address"))
    listening = ResilientListener(fake, sleep, lambda: False)
    listening.close()
    with pytest.raises(Asleep):
        listening.accept()
    assert fake.is_shut


class Connection:
    def __init__(self):
        self.hung_up = 0

    def hang_up(self):
        self.hung_up += 1


def test_a_late_connection_is_closed_once():
    now = [0.0]
    deadlines = Deadlines(lambda: now[0])
    late, done, later = Connection(), Connection(), Connection()
    for connection in (late, done, later):
        deadlines.set(connection, 10)
    deadlines.met(done)
    deadlines.met(done)
    deadlines.set(later, 30)
    for at, expected in ((9.9, [0, 0, 0]), (10, [1, 0, 0]), (29, [1, 0, 0]), (30, [1, 0, 1]), (99, [1, 0, 1])):
        now[0] = at
        deadlines.sweep()
        assert [connection.hung_up for connection in (late, done, later)] == expected, at


def test_the_idle_time_out_is_longer_than_that_of_proxies():
    assert IDLE_SECONDS > 60 > HEAD_SECONDS and BODY_SECONDS < 60


@pytest.fixture
def alone(tmp_path):
    """Start a server for this test only."""
    server = Server(tmp_path / "data", "eventlet").start()
    yield server
    server.stop()


def connect(server: Server, data: bytes = b"") -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", server.port), 30)
    connected.sendall(data)
    return connected


def get(server: Server, path: str = "/healthz") -> bytes:
    """Send a request on a new connection.

    Return the complete answer; it is empty if the server closes without an answer.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with connect(server, request) as connection, connection.makefile("rb") as answer:
        return answer.read()


@pytest.mark.server
def test_a_phone_connects_beside_three_thousand_idle_connections(alone, listen):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < IDLE + 200:
        pytest.skip(f"this machine allows {hard} descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, IDLE + 200), hard))
    with ExitStack() as idle:
        idle.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(IDLE):
            idle.enter_context(connect(alone))
        phone = alone.client()
        assert phone.command("ask", {"text": "Is there room?"})[0] == 201
        assert listen(phone).subscribe()["ok"]


@pytest.mark.server
def test_the_server_survives_a_lack_of_descriptors(alone):
    assert get(alone).endswith(b"ok")
    process = alone.process.pid
    few = len(os.listdir(f"/proc/{process}/fd")) + 10
    _, hard = resource.prlimit(process, resource.RLIMIT_NOFILE)
    resource.prlimit(process, resource.RLIMIT_NOFILE, (few, hard))
    with ExitStack() as strangers:
        for _ in range(40):
            strangers.enter_context(connect(alone))
        while "no descriptor is left" not in alone.log():
            assert alone.process.poll() is None
            time.sleep(0.05)
        assert len(os.listdir(f"/proc/{process}/fd")) == few
    assert get(alone).endswith(b"ok")
    assert alone.process.poll() is None and "Traceback" not in alone.log()


HURRIED = """
import runpy, sys
sys.argv.pop(0)
from moderation.web.server import listener
listener.HEAD_SECONDS = listener.BODY_SECONDS = 1
listener.IDLE_SECONDS = 3
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def hurried(tmp_path_factory):
    """Start a server with time-outs of 1 s instead of 20 s."""
    folder = tmp_path_factory.mktemp("hurried")
    (folder / "start.py").write_text(HURRIED)
    server = Server(
        folder / "data", "eventlet", command=(sys.executable, str(folder / "start.py")), environment={"PYTHONPATH": "."}
    ).start()
    yield server
    server.stop()


def dribble(server: Server, head: bytes, byte: bytes) -> bytes:
    """Send `head`, then one byte at a time until the server closes the connection. Return the server's answer."""
    with connect(server, head) as slow:
        slow.settimeout(0.1)
        answer = b""
        for _ in range(300):
            try:
                slow.sendall(byte)
                received = slow.recv(4096)
            except TimeoutError:
                continue
            except ConnectionError:
                return answer
            if not received:
                return answer
            answer += received
    raise AssertionError("still connected")


@pytest.mark.server
@pytest.mark.parametrize(
    ("head", "byte"),
    [
        (b"", b""),
        (b"", b"G"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"a: b\r\n"),
        (
            b"POST /language HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 9000\r\n\r\n",
            b"x",
        ),
        (b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n", b""),
    ],
    ids=["nothing", "request line", "header", "headers", "body", "handshake"],
)
def test_a_client_that_sends_one_byte_at_a_time_is_disconnected(hurried, head, byte):
    assert dribble(hurried, head, byte) == b""


@pytest.mark.server
@pytest.mark.parametrize("length", [b"Content-Length: 900000000", b"Transfer-Encoding: chunked"])
def test_a_missing_body_is_not_waited_for(hurried, length):
    head = b"PUT /api/s/CYB421/attendee/ask/a-good-key HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n"
    assert dribble(hurried, head, b"1").startswith(b"HTTP/1.1 403 ")


@pytest.mark.server
def test_a_connection_is_reused_and_closed_when_idle(hurried):
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connect(hurried, request) as connection:
        assert connection.recv(4096).endswith(b"ok")
        time.sleep(2)
        connection.sendall(request)
        assert connection.recv(4096).endswith(b"ok")
        assert connection.recv(4096) == b""


@pytest.mark.server
def test_a_socket_has_no_deadline(hurried, listen):
    listener = listen(hurried.client())
    assert listener.subscribe()["ok"]
    time.sleep(4)
    assert listener.subscribe()["ok"]
