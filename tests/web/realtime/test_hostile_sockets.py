"""Tests of sockets that break the rules, on a real server in both concurrency modes."""

from __future__ import annotations

import time

import pytest

from moderation.web.realtime.limited_socket import MOST_QUOTED
from moderation.web.realtime.socket_limits import MESSAGES_PER_MINUTE, MOST_SOCKETS, SUBSCRIBES_PER_MINUTE
from tests.servers import Client
from tests.web.hostile_packets import KINDS
from tests.web.socket_client import Disconnected, Refused, SocketClient

pytestmark = pytest.mark.server

ENDED = (
    "binary event",
    "binary acknowledgement",
    "binary event in Arabic digits",
    "binary frames",
    "base64",
    "nested JSON",
)


@pytest.mark.parametrize("kind", ENDED)
def test_a_forbidden_packet_ends_the_connection_at_once(served, listen, kind):
    listener = listen(served["ana"])
    assert listener.subscribe()["ok"]
    first, repeated = KINDS[kind]
    listener._socket._socket.sendall(first or repeated)
    with pytest.raises((Disconnected, ConnectionError)):
        wait_for_two_heartbeats(listener)


def wait_for_two_heartbeats(listener: SocketClient) -> None:
    for _ in range(2):
        listener.wait("head")


@pytest.mark.parametrize("packet", ["40/{},", "40/{}", "40/{}?x,"])
def test_an_error_quotes_at_most_64_characters(served, listen, packet):
    listener = listen(served["ana"])
    listener._socket.send(packet.format("x" * 3000))
    assert listener._receive() == "44/" + "x" * (MOST_QUOTED - 1) + ',"Unable to connect"'
    answer = listener.emit("subscribe", {"session": "y" * 3000, "seat": "z" * 500})
    assert (answer["ok"], "y" * 65 in str(answer), "z" * 65 in str(answer)) == (False, False, False)


def test_a_handshake_with_a_long_query_or_an_unknown_sid_is_refused_without_a_quotation(server):
    for query in ("sid=" + "x" * 100, "%73id=" + "x" * 100, "t=" + "x" * 3000):
        status, _, body = Client(server, "").raw("GET", f"/socket.io/?EIO=4&transport=websocket&{query}")
        assert (status, b"xx" in body) == (400, False)


def test_a_socket_without_a_seat_is_closed_and_one_with_a_seat_is_not(served, listen):
    seated, anonymous, known = listen(served["ana"]), listen(Client(served, "attendee")), listen(served["ben"])
    began = time.monotonic()
    assert seated.subscribe()["ok"] and anonymous.subscribe()["code"] == "seat.unknown"
    for without_seat in (anonymous, known):
        assert without_seat.wait_until_closed() == []
    assert time.monotonic() - began > 8
    assert seated.subscribe()["ok"]


def test_one_cookie_has_at_most_four_sockets(served, listen):
    tabs = [listen(served["ana"]) for _ in range(MOST_SOCKETS)]
    assert all(tab.subscribe()["ok"] for tab in tabs)
    with pytest.raises(Refused) as refused:
        listen(served["ana"])
    assert refused.value.status == 429
    assert listen(served["ben"]).subscribe()["ok"] and served["ana"].read("snapshot")[0] == 200
    tabs.pop().close()
    until = time.monotonic() + 20
    while True:
        try:
            assert listen(served["ana"]).subscribe()["ok"]
            break
        except Refused:
            assert time.monotonic() < until, "the closed socket still counts"


def test_four_sockets_also_if_the_browser_has_cookies_of_several_seats(served, listen):
    laptop = served["chair/a"]
    laptop.request("GET", f"/s/{served.code}")
    for seat in ("attendee", "chair.a"):
        for _ in range(MOST_SOCKETS):
            assert listen(laptop).subscribe(seat)["ok"]
    fifth = listen(laptop)
    answer = fifth.subscribe("attendee")
    assert (answer["ok"], answer["code"], answer["limit"]) == (False, "limit.sockets", MOST_SOCKETS)
    assert fifth.wait_until_closed() == []
    assert listen(laptop).subscribe("chair.a")["ok"], "a staff seat may have more screens"


def test_one_cookie_subscribes_twenty_times_a_minute(served, listen):
    first, last = listen(served["ana"]), listen(served["ana"])
    accepted = sum(first.subscribe()["ok"] for _ in range(SUBSCRIBES_PER_MINUTE // 2))
    while (answer := last.subscribe())["ok"]:
        accepted += 1
        assert accepted < 2 * SUBSCRIBES_PER_MINUTE
    assert (accepted >= SUBSCRIBES_PER_MINUTE, answer["code"]) == (True, "limit.rate")
    assert 0 < answer["retry_after"] <= 60
    assert last.wait_until_closed() == []
    assert listen(served["ben"]).subscribe()["ok"]


def test_one_cookie_sends_twenty_messages_a_minute(served, listen):
    first, second = listen(served["ana"]), listen(served["ana"])
    for _ in range(MESSAGES_PER_MINUTE // 2):
        first._socket.send("40/x,")
        assert first._receive().startswith("44/x,")
    answers = answers_before_the_end(second) + MESSAGES_PER_MINUTE // 2
    assert MESSAGES_PER_MINUTE - 2 <= answers < 2 * MESSAGES_PER_MINUTE
    assert listen(served["ben"]).subscribe()["ok"]


def answers_before_the_end(listener: SocketClient) -> int:
    """Send messages until the server closes the connection. Return the number of answers before the end."""
    answers = 0
    try:
        while answers < 3 * MESSAGES_PER_MINUTE:
            listener._socket.send("40/x,")
            answers += listener._receive().startswith("44/x,")
    except (Disconnected, OSError):
        return answers
    raise AssertionError("the connection stays open")
