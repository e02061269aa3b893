"""Tests of the shutdown.

The server answers the accepted requests, refuses later requests and closes its sockets. Each step has a time limit.
"""

from __future__ import annotations

import json
import signal
import socket
from types import SimpleNamespace

import pytest

from moderation.web.server.shutdown import FOR_ANSWERS, FOR_GOODBYES, FOR_STORE, LONGEST, Drain
from tests.servers import Server

MODES = ["eventlet", "threading"]


class Running:
    """A fake context whose clock advances only in `sleep`. `done`: the steps of the shutdown, in order."""

    def __init__(self):
        self.now, self.done = 0.0, []
        context = SimpleNamespace(
            config=SimpleNamespace(is_cluster=False),
            is_draining=False,
            runtime=self,
            folder=SimpleNamespace(withdraw=self.note("withdraw"), release=self.note("release")),
            writer=SimpleNamespace(stop=self.note("store")),
        )
        self.phones = {
            "polling": SimpleNamespace(close=lambda **arguments: None, upgraded=False),
            "a": SimpleNamespace(close=self.close_phone, upgraded=True),
        }
        self.drain = Drain(
            context,
            SimpleNamespace(manager=None, eio=SimpleNamespace(sockets=self.phones)),
            self.note("exit"),
            lambda: self.now,
        )
        self.drain.stop_accepting = self.note("deaf")
        self.app = self.drain.counting(lambda environ, start_response: [b"answer"])

    def close_phone(self, **arguments):
        """Record that the socket was closed. The real method first writes the waiting frames."""
        self.done.append("phone")
        del self.phones["a"]

    def note(self, what):
        return lambda *arguments, **options: self.done.append(what)

    def sleep(self, seconds):
        self.now += seconds


def test_the_order_of_the_shutdown():
    running = Running()
    running.app({"PATH_INFO": "/healthz"}, None).close()
    running.drain.run()
    assert running.done == ["withdraw", "deaf", "store", "phone", "release", "exit"] and running.now < 1


def test_a_client_that_does_not_read_delays_the_shutdown_briefly():
    running = Running()
    running.phones["a"].close = running.note("phone")
    running.drain.run()
    assert running.done[-2:] == ["release", "exit"] and FOR_GOODBYES <= running.now < FOR_GOODBYES + 0.1


def test_a_second_shutdown_does_nothing():
    running = Running()
    running.drain.run()
    running.drain.run()
    assert running.done.count("exit") == running.done.count("store") == 1


def test_the_wait_for_requests_is_bounded():
    running = Running()
    running.app({"PATH_INFO": "/s/X"}, None)
    stopped = []
    running.drain._context.writer.stop = lambda seconds: stopped.append((running.now, seconds))
    running.drain.run()
    ((at, seconds),) = stopped
    assert FOR_ANSWERS <= at < FOR_ANSWERS + 0.1 and at + seconds == pytest.approx(FOR_STORE)
    assert running.done[-1] == "exit" and FOR_STORE <= running.now <= LONGEST


def test_sockets_and_failed_requests_do_not_delay_the_shutdown():
    running = Running()

    def fail(environ, start_response):
        raise ConnectionAbortedError

    running.app({"PATH_INFO": "/socket.io/"}, None)
    with pytest.raises(ConnectionAbortedError):
        running.drain.counting(fail)({"PATH_INFO": "/"}, None)
    running.drain.run()
    assert running.now < 1


@pytest.mark.parametrize("broken", ["withdraw", "deaf", "store", "phone", "release"])
def test_a_failed_step_does_not_stop_the_shutdown(broken):
    running = Running()

    def note(what):
        def fail(*arguments, **options):
            running.done.append(what)
            if what == broken:
                raise OSError

        return fail

    context = running.drain._context
    context.folder, context.writer.stop = (
        SimpleNamespace(withdraw=note("withdraw"), release=note("release")),
        note("store"),
    )
    running.drain.stop_accepting = note("deaf")
    running.drain._server.eio.sockets["a"].close = note("phone")
    running.drain.run()
    assert running.done == ["withdraw", "deaf", "store", "phone", "release", "exit"]


class Slow:
    """A request whose body is sent in two parts: the first 5 bytes at once, the rest when `finish` is called."""

    BODY = json.dumps({"text": "Is this still taken?"}).encode()

    def __init__(self, client):
        self._socket = socket.create_connection(("127.0.0.1", client.server.port), 15)
        self._socket.sendall(
            f"PUT /api/s/{client.server.code}/attendee/ask/a-good-key HTTP/1.1\r\nHost: x\r\n"
            f"Cookie: {client.cookie}\r\nX-Open-Floor: 1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(self.BODY)}\r\nConnection: close\r\n\r\n".encode()
            + self.BODY[:5]
        )

    def finish(self) -> bytes:
        """Send the rest of the body and return the complete answer."""
        with self._socket, self._socket.makefile("rb") as answer:
            self._socket.sendall(self.BODY[5:])
            return answer.read()


def wait_until_deaf(server: Server) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", server.port), 15).close()
        except ConnectionError:
            return


@pytest.mark.server
@pytest.mark.parametrize("mode", MODES)
def test_accepted_requests_are_answered_and_stored(tmp_path, mode, listen):
    server = Server(tmp_path / "data", mode).start()
    try:
        phone, chair = server.client(), server.client("chair/a")
        listener = listen(chair)
        listener.subscribe()
        slow = Slow(phone)
        assert phone.request("GET", "/readyz") == (200, "ok")
        server.process.send_signal(signal.SIGTERM)
        wait_until_deaf(server)
        assert slow.finish().startswith(b"HTTP/1.1 201 ")
        assert listener.wait("change")[1]["put"][0]["text"] == "Is this still taken?"
        listener.wait_until_closed()
        assert server.process.wait(15) == 0
        assert (
            not (server.data_dir / "server.json").exists()
            and "Traceback" not in server.log()
            and "failed" not in server.log()
        )
        wal = server.data_dir / "open-floor.db-wal"
        assert not wal.exists() or wal.stat().st_size == 0
    finally:
        server.stop()


@pytest.mark.server
def test_later_requests_are_refused(tmp_path):
    server = Server(tmp_path / "data", "eventlet").start()
    connection = socket.create_connection(("127.0.0.1", server.port), 15)
    try:
        slow = Slow(server.client())

        def ask(path: str) -> bytes:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            return connection.recv(65536)

        assert ask("/healthz").endswith(b"ok")
        server.process.send_signal(signal.SIGTERM)
        wait_until_deaf(server)
        assert ask("/healthz").startswith(b"HTTP/1.1 200 ")
        assert ask("/readyz").startswith(b"HTTP/1.1 503 ")
        refused = ask(f"/api/s/{server.code}/ledger")
        assert refused.startswith(b"HTTP/1.1 503 ") and b'"server.busy"' in refused and b"Retry-After: 2" in refused
        assert slow.finish().startswith(b"HTTP/1.1 201 ")
        assert server.process.wait(15) == 0
    finally:
        connection.close()
        server.stop()
