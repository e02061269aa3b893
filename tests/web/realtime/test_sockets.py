"""Tests of changes over sockets: who may subscribe, the order of changes, and requests that the Socket.IO endpoint
refuses.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from wsproto.extensions import PerMessageDeflate

from moderation.core.model import Status
from tests.servers import Client
from tests.web.socket_client import PATH, Disconnected, Refused, WebSocket

STREAMS = {"ana": "floor.en", "chair/a": "chairs", "stage": "stage", "panel/socco": "stage", "booth": "booth"}


@pytest.mark.parametrize(("seat", "stream"), STREAMS.items())
def test_each_seat_gets_its_stream_and_the_head_of_it(served, listen, seat, stream):
    served.asked_and("approve")
    acknowledgement = listen(served[seat]).subscribe()
    snapshot = served[seat].read("snapshot")[1]
    assert (acknowledgement["ok"], acknowledgement["stream"], acknowledgement["epoch"]) == (
        True,
        stream,
        snapshot["epoch"],
    )
    assert acknowledgement["seq"] <= snapshot["seq"]
    assert (
        acknowledgement.get("counter")
        == (1 if False else (0 if seat != "ana" else served["ana"].read("own")[1]["counter"]))
        if seat == "ana"
        else "counter" not in acknowledgement
    )


def test_the_floor_s_stream_is_that_of_the_reading_language(served, listen):
    listener = listen(served["ana"])
    for lang, stream in (
        ("es", "floor.es"),
        ("xx", "floor.en"),
        (None, "floor.en"),
        (7, "floor.en"),
        ("es/../chairs", "floor.en"),
        ("chairs", "floor.en"),
    ):
        assert listener.subscribe(lang=lang)["stream"] == stream
    assert listen(served.chair).subscribe(lang="es")["stream"] == "chairs"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "request.field"),
        ({"session": "{code}"}, "request.field"),
        ({"session": 7, "seat": "attendee"}, "request.field"),
        ("chairs", "request.field"),
        (None, "request.field"),
        ([], "request.field"),
        ({"session": "{code}", "seat": ["stage"]}, "request.field"),
        ({"session": "NOSUCH", "seat": "attendee"}, "session.unknown"),
        ({"session": "\ud800", "seat": "attendee"}, "session.unknown"),
        ({"session": "\x00", "seat": "attendee"}, "session.unknown"),
        ({"session": "{code}", "seat": "nothing"}, "seat.unknown"),
        ({"session": "{code}", "seat": "chair.a"}, "seat.unknown"),
        ({"session": "{code}", "seat": "panel.\ud800"}, "seat.unknown"),
        ({"session": "{code}", "seat": "stream:1:chairs"}, "seat.unknown"),
        ({"session": "{code}", "seat": "x" * 2000}, "seat.unknown"),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_a_wrong_subscription_is_refused_by_name(served, listen, body, code):
    if isinstance(body, dict):
        body = {
            name: value.format(code=served.code) if isinstance(value, str) else value for name, value in body.items()
        }
    answer = listen(served["ana"]).emit("subscribe", body)
    assert (answer["ok"], answer["code"]) == (False, code) and answer["message"]


def test_a_subscription_without_cookie_is_refused(served, listen):
    for seat in ("attendee", "chair.a", "stage", "panel.socco", "booth", "organiser"):
        assert listen(Client(served, "attendee")).subscribe(seat)["code"] == "seat.unknown"
    assert listen(served["organiser"]).subscribe()["code"] == "seat.forbidden"


def test_a_socket_without_subscription_receives_nothing(served, listen):
    silent, refused, listening = listen(served["ana"]), listen(served["ana"]), listen(served.chair)
    refused.subscribe("chair.a")
    listening.subscribe()
    served.ask()
    listening.wait("change")
    for listener in (silent, refused):
        assert listener.subscribe()["ok"]
        assert listener._kept == []


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:{port}"])
def test_a_page_of_another_origin_cannot_connect(server, origin):
    with pytest.raises((Refused, Disconnected)):
        WebSocket(server.port, headers=[("Origin", origin.format(port=server.port))]).receive()
    assert "evil" not in server.log()


def test_our_own_page_and_a_program_without_origin_may_connect(served, listen):
    for origin in (None, served.url, f"http://localhost:{served.server.port}"):
        assert listen(served["ana"], origin=origin).subscribe()["ok"]


def test_compression_is_offered_and_not_taken(server):
    offer = [("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")]
    for options in ({"extensions": [PerMessageDeflate()]}, {"headers": offer}):
        connected = WebSocket(server.port, PATH, **options)
        assert connected.accepted.extensions == [] and connected.receive().startswith("0{")
        connected.close()


def test_the_handshake_names_no_polling(server):
    connected = WebSocket(server.port)
    assert json.loads(connected.receive()[1:])["upgrades"] == []
    connected.close()


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("query", ["", "&j=0", "&sid=x", "&j=%3Cscript%3E"])
def test_polling_and_jsonp_are_refused(server, method, query):
    status, _, body = Client(server, "").raw(
        method, f"/socket.io/?EIO=4&transport=polling{query}", b"40" if method == "POST" else None, {}
    )
    assert status in (400, 405), body


@pytest.mark.parametrize(
    "message",
    [
        "",
        "9",
        "42",
        "42[",
        '42["nothing"]',
        '42["subscribe"]',
        "451-[]",
        "42" + "[" * 3000,
        '420["connect"]',
        "41",
        "x" * 100,
        '42["disconnect"]',
        "43[]",
    ],
)
def test_malformed_messages_affect_only_their_socket(served, listen, message):
    other, rude = listen(served.chair), listen(served["ana"])
    other.subscribe()
    rude._socket.send(message)
    served.ask()
    assert other.wait("change")
    assert "Traceback" not in served.server.log()


def test_a_message_over_the_limit_closes_that_socket_only(served, listen):
    other, rude = listen(served.chair), listen(served["ana"])
    other.subscribe()
    try:
        rude._socket.send("42" + json.dumps(["subscribe", "x" * 100_000]))
        rude.wait_until_closed()
    except (ConnectionError, TimeoutError):
        pass
    served.ask()
    assert other.wait("change")


def test_streams_are_gapless_with_twenty_simultaneous_askers(served, listen):
    people = {seat: listen(served[seat]) for seat in ("chair/a", "chair/b", "stage", "booth", "nobody")}
    held = {seat: listener.subscribe() for seat, listener in people.items()}
    crowd = [served[f"asker {number}"] for number in range(20)]

    def ask_twice(person: Client) -> list[int]:
        return [person.command("ask", {"text": f"{turn}?"})[1]["question"]["number"] for turn in range(2)]

    with ThreadPoolExecutor(20) as together:
        numbers = sorted(chain.from_iterable(together.map(ask_twice, crowd)))
    assert numbers == list(range(1, 41))
    for number in numbers[:6]:
        served.act("approve", number)
    served.act("take", numbers[0])
    for seat, listener in people.items():
        last, epoch, seen = held[seat]["seq"], held[seat]["epoch"], {}
        while Status.LIVE not in seen.values():
            stream, change = listener.wait("change")
            if change["seq"] <= last:
                continue
            assert (stream, change["epoch"], change["after"], change["seq"]) == (
                held[seat]["stream"],
                epoch,
                last,
                last + 1,
            )
            last = change["seq"]
            seen |= {view["number"]: view["status"] for view in change.get("put", [])}
            for number in change.get("drop", []):
                seen.pop(number, None)
        expected = {view["number"]: view["status"] for view in served[seat].read("snapshot")[1]["put"]}
        assert seen == expected, seat


def test_the_heartbeat_contains_the_streams_head(served, listen):
    listener = listen(served["stage"])
    acknowledgement = listener.subscribe()
    assert listener.wait("head") == ["stage", {"epoch": acknowledgement["epoch"], "seq": acknowledgement["seq"]}]


def test_the_asker_is_notified_of_changes_to_their_questions(served, listen):
    mine, other = listen(served["ana"]), listen(served["ben"])
    counter = mine.subscribe()["counter"]
    other.subscribe()
    number = served.ask()
    assert mine.wait("own")["counter"] == counter + 1
    served.act("decline", number, reason="off_topic")
    assert mine.wait("own")["counter"] == counter + 2 == served["ana"].read("own")[1]["counter"]
    served.asked_and("approve", who="cleo")
    assert [name for name, _ in other._kept] == [] and other.wait("change")


def test_votes_are_sent_as_published_totals(served, listen):
    number = served.asked_and("approve")
    listener = listen(served["ben"])
    listener.subscribe()
    served["ben"].command("vote", {"number": number})
    _, change = listener.wait("change", lambda body: "votes" in body[1])
    assert change["votes"] == {str(number): 1}
