"""Tests of the listener, alone and in a real server.

The listener continues to accept connections after an error. The listener closes the connections of clients that send
too slowly.
"""

from __future__ import annotations

import errno
import os
import resource
import socket
import sys
import time
from contextlib import ExitStack
from threading import Thread
from types import SimpleNamespace

import pytest

from moderation.web.server.listener import BODY_SECONDS, HEAD_SECONDS, IDLE_SECONDS, Deadlines, ResilientListener
from tests.servers import Server

IDLE = 3000


class FakeListener:
    """A fake listening socket.

    `outcomes`: the result of each call of `accept`. A result is the connection to return, or the number of the error
    to raise.
    """

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
    """An exception that ends a test at a place where the real code would wait forever."""


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


def test_accept_never_returns_after_close():
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


def test_a_further_connection_with_a_deadline_ends_the_oldest_one():
    first, second, third, fourth = phones = [Connection() for _ in range(4)]
    deadlines = Deadlines(lambda: 0.0, most=2)
    # The first connection gets a new deadline. Therefore the second connection is now the oldest one.
    for phone in (first, second, first, third):
        deadlines.set(phone, 20)
    assert [phone.hung_up for phone in phones] == [0, 1, 0, 0]
    deadlines.met(first)
    deadlines.set(fourth, 20)
    assert [phone.hung_up for phone in phones] == [0, 1, 0, 0]


def test_a_connection_that_meets_its_deadline_during_a_sweep_is_not_closed_afterwards():
    events = []

    class Late:
        def hang_up(self):
            events.append("hung up")
            if len(events) == 1:
                meeting.start()
                # Give the thread, which calls `met`, 0.1 s. A correct `met` waits for the end of the sweep. A faulty
                # `met` would return within this time, and "met" would not be the last event.
                meeting.join(0.1)

    now = [0.0]
    deadlines = Deadlines(lambda: now[0])
    connections = [Late(), Late()]
    for connection in connections:
        deadlines.set(connection, 10)
    meeting = Thread(target=lambda: (deadlines.met(connections[1]), events.append("met")))
    now[0] = 10.0
    deadlines.sweep()
    meeting.join()
    assert events == ["hung up", "hung up", "met"]


def test_the_idle_time_out_is_longer_than_that_of_proxies():
    assert IDLE_SECONDS > 60 > HEAD_SECONDS and BODY_SECONDS < 60


@pytest.fixture
def alone(tmp_path):
    """Start a server that only one test uses."""
    server = Server(tmp_path / "data", "eventlet").start()
    yield server
    server.stop()


def connect(server: Server, data: bytes = b"") -> socket.socket:
    connected = socket.create_connection(("127.0.0.1", server.port), 30)
    connected.sendall(data)
    return connected


def get(server: Server, path: str = "/healthz") -> bytes:
    """Send a request on a new connection. Return the complete answer.

    If the server closes the connection without an answer, return an empty answer.
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


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def hurried(request, tmp_path_factory):
    """Start a server with shorter time-outs: 1 s instead of 20 s for heads and bodies, 3 s instead of 65 s for idle
    connections.
    """
    folder = tmp_path_factory.mktemp("hurried")
    (folder / "start.py").write_text(HURRIED)
    server = Server(
        folder / "data",
        request.param,
        command=(sys.executable, str(folder / "start.py")),
        environment={"PYTHONPATH": "."},
    ).start()
    yield server
    server.stop()


def dribble(server: Server, head: bytes, byte: bytes) -> bytes:
    """Send `head`, then `byte` again and again until the server closes the connection. Return the server's answer.

    `byte` may also be empty or contain several bytes.
    """
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
@pytest.mark.parametrize(
    ("length", "status"), [(b"Content-Length: 900000000", b"403"), (b"Transfer-Encoding: chunked", b"411")]
)
def test_a_missing_body_is_not_waited_for(hurried, length, status):
    head = b"PUT /api/s/CYB421/attendee/ask/a-good-key HTTP/1.1\r\nHost: x\r\n" + length + b"\r\n\r\n"
    assert dribble(hurried, head, b"1").startswith(b"HTTP/1.1 " + status + b" ")


@pytest.mark.server
@pytest.mark.parametrize("hurried", ["eventlet"], indirect=True)
def test_a_connection_is_reused_and_closed_when_idle(hurried):
    request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connect(hurried, request) as connection:
        assert connection.recv(4096).endswith(b"ok")
        time.sleep(2)
        connection.sendall(request)
        assert connection.recv(4096).endswith(b"ok")
        assert connection.recv(4096) == b""


@pytest.mark.server
@pytest.mark.parametrize("hurried", ["threading"], indirect=True)
def test_a_client_that_sends_more_than_its_body_is_disconnected(hurried):
    assert dribble(hurried, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nmore", b"1").endswith(b"ok")


@pytest.mark.server
def test_a_socket_has_no_deadline(hurried, listen):
    listener = listen(hurried.client())
    assert listener.subscribe()["ok"]
    time.sleep(4)
    assert listener.subscribe()["ok"]
