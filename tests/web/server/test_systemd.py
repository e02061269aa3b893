"""Tests of the messages to systemd: "ready", "stopping", and "alive" as long as the writer answers."""

from __future__ import annotations

import os
import socket

import pytest

from moderation.web.server.systemd import keep_alive, notify, watchdog_seconds
from tests.servers import Server


@pytest.fixture
def manager(tmp_path):
    """Return (a socket that receives the messages, its address)."""
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(address)
        receiver.settimeout(20)
        yield receiver, address


def test_a_state_is_sent_to_the_socket_of_the_service_manager(manager):
    receiver, address = manager
    notify("READY=1", {"NOTIFY_SOCKET": address})
    assert receiver.recv(100) == b"READY=1"


def test_a_state_is_sent_to_an_abstract_socket():
    name = f"open-floor-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(f"\0{name}")
        notify("STOPPING=1", {"NOTIFY_SOCKET": f"@{name}"})
        assert receiver.recv(100) == b"STOPPING=1"


@pytest.mark.parametrize(
    "environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/no/such"}, {"NOTIFY_SOCKET": "x"}]
)
def test_without_a_service_manager_nothing_happens(environment):
    notify("READY=1", environment)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "60000000"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_half_of_the_time_limit_is_used(environment, seconds):
    assert watchdog_seconds(environment) == seconds


def test_an_unhealthy_server_sends_no_watchdog_message(manager, monkeypatch):
    receiver, address = manager
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    well = iter([True, False, True])
    slept = []

    class EndOfTest(Exception):
        pass

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            raise EndOfTest

    with pytest.raises(EndOfTest):
        keep_alive(lambda: next(well), sleep, 7.0)
    receiver.settimeout(0.1)
    assert [receiver.recv(100) for _ in range(2)] == [b"WATCHDOG=1"] * 2
    with pytest.raises(TimeoutError):
        receiver.recv(100)
    assert slept == [7.0] * 3


@pytest.mark.server
@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_server_reports_that_it_is_ready_alive_and_stopping(tmp_path, manager, mode):
    receiver, address = manager
    environment = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "200000"}
    server = Server(tmp_path / "data", mode, environment=environment).start()
    received = set()
    try:
        while not received >= {b"READY=1", b"WATCHDOG=1"}:
            received.add(receiver.recv(100))
    finally:
        server.stop()
    while b"STOPPING=1" not in received:
        received.add(receiver.recv(100))
    assert received == {b"READY=1", b"WATCHDOG=1", b"STOPPING=1"}
