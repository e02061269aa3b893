"""Tests of LimitedSocket, which decides which packets of a client the Socket.IO library reads."""

from __future__ import annotations

import pytest

from moderation.web.realtime.limited_socket import MOST_QUOTED, LimitedSocket
from moderation.web.realtime.socket_limits import MESSAGES_PER_MINUTE, SUBSCRIBES_PER_MINUTE, SocketLimits

SUBSCRIBE = '42["subscribe",{}]'


@pytest.fixture
def socket(monkeypatch):
    monkeypatch.setattr(LimitedSocket, "limits", SocketLimits(lambda: 0.0), raising=False)
    return LimitedSocket.__new__(LimitedSocket)


@pytest.mark.parametrize(
    "packet", ["1", "40", '40{"a":1}', "41", "42", SUBSCRIBE, '42123456789["subscribe",{}]', "42["]
)
def test_the_packets_of_a_page_are_admitted_unchanged(socket, packet):
    assert socket.admitted(packet) == packet


@pytest.mark.parametrize(
    "packet",
    [
        *("", "0", "2", "3", "5", "6", "9", "4", "43[]", "44", '451-["x",{"_placeholder":true,"num":0}]', "461-[]"),
        *('4٥1-["x"]', "٤5", "4２[]", "bAAAA", b"4", bytearray(b"42"), "x" * 100, "42" + "1" * 10 + "[]", "42٣[]"),
    ],
)
def test_any_other_packet_ends_the_connection(socket, packet):
    assert socket.admitted(packet) is None


@pytest.mark.parametrize(
    ("packet", "admitted"),
    [
        ("40/" + "x" * 100, "40/" + "x" * 63),
        ("40/" + "x" * 100 + ",{}", "40/" + "x" * 63 + ",{}"),
        ("42/" + "x" * 100 + ",7[1]", "42/" + "x" * 63 + ",7[1]"),
        ("40/" + "x" * 63 + ",", "40/" + "x" * 63 + ","),
    ],
)
def test_a_long_namespace_is_shortened(socket, packet, admitted):
    assert socket.admitted(packet) == admitted
    assert len(admitted[2:].partition(",")[0]) <= MOST_QUOTED


def test_messages_beyond_the_allowance_end_the_connection(socket):
    assert [socket.admitted("40") for _ in range(MESSAGES_PER_MINUTE + 1)] == ["40"] * MESSAGES_PER_MINUTE + [None]


def test_the_first_subscribe_beyond_the_allowance_is_answered_and_is_the_last(socket):
    for _ in range(SUBSCRIBES_PER_MINUTE):
        assert socket.admitted(SUBSCRIBE) == SUBSCRIBE
        assert not socket.is_refused
    assert socket.admitted(SUBSCRIBE) == SUBSCRIBE
    assert (socket.is_refused, socket.retry_after) == (True, 60)
