"""Tests of ThreadedSocket. The size of its queues is limited for every kind of packet."""

from __future__ import annotations

import logging
import queue
import socket
from types import SimpleNamespace

import pytest
from engineio import packet

from moderation.web.realtime.limited_socket import LimitedSocket
from moderation.web.realtime.socket_limits import SocketLimits
from moderation.web.realtime.threaded_socket import MOST_PACKETS_WAITING, MOST_WAITING, ThreadedSocket

CHANGE = "2" + "x" * 1000
ACKNOWLEDGEMENT = "31[]"


@pytest.fixture
def phone(monkeypatch):
    """Return a connection whose client never reads. `phone.client` is the client's end of the connection."""
    monkeypatch.setattr(LimitedSocket, "limits", SocketLimits(), raising=False)
    server = SimpleNamespace(
        create_queue=queue.Queue,
        get_queue_empty_exception=lambda: queue.Empty,
        logger=logging.getLogger("test"),
        ping_interval=25,
        ping_timeout=20,
        reason=SimpleNamespace(SERVER_DISCONNECT="server"),
        _trigger_event=lambda *event, **options: None,
    )
    phone = ThreadedSocket(server, "sid")
    phone._raw, phone.client = socket.socketpair()
    phone.client.settimeout(10)
    yield phone
    phone._raw.close()
    phone.client.close()


def message(data: str) -> packet.Packet:
    return packet.Packet(packet.MESSAGE, data)


def queued_bytes(phone) -> int:
    return sum(len(pkt.encode()) for pkt in phone.queue.queue if pkt is not None)


def is_shut_down(phone) -> bool:
    phone.client.setblocking(False)
    try:
        return phone.client.recv(1) == b""
    except BlockingIOError:
        return False


def test_events_to_a_client_that_does_not_read_are_dropped(phone):
    for _ in range(1000):
        phone.send(message(CHANGE))
    assert queued_bytes(phone) <= MOST_WAITING + len(CHANGE)
    phone.send(message(ACKNOWLEDGEMENT))
    assert phone.queue.queue[-1].data == ACKNOWLEDGEMENT and not is_shut_down(phone)


@pytest.mark.parametrize("pkt", [message(ACKNOWLEDGEMENT), message("4" * 3000), packet.Packet(packet.NOOP)])
def test_other_packets_to_a_client_that_does_not_read_end_the_connection(phone, pkt):
    for _ in range(10_000):
        phone.send(pkt)
    assert queued_bytes(phone) <= MOST_PACKETS_WAITING and is_shut_down(phone)


def test_written_packets_free_space_in_the_queue(phone):
    for _ in range(1000):
        phone.send(message(CHANGE))
    first = phone.poll()
    phone.send(message(CHANGE))
    assert phone.queue.empty(), "the packets of the last poll are not written yet"
    phone.send(message(ACKNOWLEDGEMENT))
    assert [pkt.data for pkt in phone.poll()] == [ACKNOWLEDGEMENT]
    phone.send(message(CHANGE))
    assert [pkt.data for pkt in phone.poll()] == [CHANGE] and {pkt.data for pkt in first} == {CHANGE}


def test_close_does_not_wait_for_the_client(phone):
    phone.send(message(CHANGE))
    phone.close(wait=True)
    assert phone.closed and not is_shut_down(phone)


def test_abort_shuts_the_socket_down(phone):
    phone.close(abort=True)
    assert phone.closed and is_shut_down(phone)
