"""Tests of unexpected failures.

An answer contains only a code. Neither an answer nor the log contains the text of an exception, an SQL query, or a text
that a person wrote.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from moderation.web.failures import SECONDS, FailureLog
from tests.servers import Client, Server
from tests.web.socket_client import Disconnected, SocketClient

INNER = re.compile(r"no such|sqlite|OperationalError|Traceback|\.py|canary|SELECT|127\.0\.0\.1", re.IGNORECASE)


@pytest.fixture(params=["eventlet", "threading"])
def broken(request, tmp_path):
    """Start a server, and then break its database: drop a view and rename tables."""
    server = Server(tmp_path / "data", request.param).start()
    people = {seat: server.client(seat) for seat in ("attendee", "chair/a", "stage", "booth", "organiser")}
    people["attendee"].command("ask", {"text": "A canary?", "name": "Canary"})
    with closing(sqlite3.connect(server.data_dir / "open-floor.db")) as database:
        database.executescript(
            "DROP VIEW report; ALTER TABLE questions RENAME TO canaries; ALTER TABLE notes RENAME TO canary_notes;"
            "ALTER TABLE log RENAME TO canary_log;"
        )
    yield server, people
    server.stop()


def test_reads_pages_and_commands_answer_with_a_code_only(broken):
    server, people = broken
    code = server.code
    for seat, path in (
        ("chair/a", "/snapshot"),
        ("stage", "/questions?status=answered"),
        ("organiser", "/state"),
        ("organiser", "/export"),
        ("organiser", "/export?format=html"),
        ("chair/a", "/undo"),
    ):
        status, headers, body = people[seat].raw("GET", f"/api/s/{code}/{seat}{path}")
        assert (
            status == 500 and b'"code":"server.error"' in body.replace(b" ", b"") and not INNER.search(body.decode())
        ), (path, body)
        assert "Content-Security-Policy" in headers and headers["Cache-Control"] == "no-store"
    for seat, path in (
        ("attendee", ""),
        ("attendee", "/own"),
        ("attendee", "/ledger"),
        ("chair/a", "/chair/a"),
        ("stage", "/stage"),
        ("booth", "/booth"),
    ):
        status, _, body = people[seat].raw("GET", f"/s/{code}{path}")
        shown = re.sub(r'(src|href)="/static/[^"]*"', "", body.decode())
        assert (
            status == 500
            and "Something went wrong on our side" in shown
            and not INNER.search(shown.replace(server.url, ""))
        ), path
    for seat, act, body in (
        ("attendee", "ask", {"text": "Another canary?"}),
        ("chair/a", "note", {"text": "canary"}),
        ("chair/a", "approve", {"number": 1, "version": 1}),
        ("organiser", "close", {}),
    ):
        status, answer = people[seat].command(act, body)
        assert (status, answer["code"]) == (503, "server.storage") and not INNER.search(str(answer)), act
    log = server.log().replace(server.url, "")  # The log may contain the server's own address, which is 127.0.0.1.
    assert "OperationalError at " in log, "which kind, and where"
    assert not re.search(r"no such table|canary|SELECT|127\.0\.0\.1|Traceback", log, re.IGNORECASE), log


def test_a_socket_answers_with_a_code_only(broken):
    server, people = broken
    with closing(sqlite3.connect(server.data_dir / "open-floor.db")) as database:
        database.executescript("ALTER TABLE streams RENAME TO canary_streams;")
    listener = SocketClient(Client(server, "stage", people["stage"].jar))
    try:
        with pytest.raises(Disconnected):
            listener.subscribe()
    finally:
        listener.close()
    assert not re.search(r"no such table|canary|Traceback", server.log(), re.IGNORECASE)


def test_a_kind_of_failure_is_logged_once_per_minute_and_counted(caplog):
    now = [0.0]
    failures = FailureLog(lambda: now[0])
    for _ in range(1000):
        failures.add("socket failed: TypeError at a.py:1")
    failures.add("own failed: KeyError at b.py:2")
    failures.summarise()
    assert caplog.messages == ["socket failed: TypeError at a.py:1", "own failed: KeyError at b.py:2"]
    caplog.clear()
    now[0] = SECONDS - 1
    failures.summarise()
    assert caplog.messages == []
    now[0] = SECONDS
    failures.summarise()
    failures.summarise()
    failures.add("socket failed: TypeError at a.py:1")
    assert caplog.messages == ["socket failed: TypeError at a.py:1: 999 more times"]
    caplog.clear()
    now[0] = 2 * SECONDS
    failures.add("socket failed: TypeError at a.py:1")
    assert caplog.messages == ["socket failed: TypeError at a.py:1 (and 1 times before)"]


def test_a_socket_that_sends_wrong_arguments_leaves_no_line(served, listen):
    before = served.server.log()
    for arguments in ("1,2", "1,2,3", "[],{}"):
        listener = listen(served["ana"])
        listener._socket.send(f'420["subscribe",{arguments}]')
        assert '"code":"request.field"' in listener._socket.receive().replace(" ", "")
    assert served.server.log() == before
